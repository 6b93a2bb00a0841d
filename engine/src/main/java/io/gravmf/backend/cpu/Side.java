package io.gravmf.backend.cpu;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Penalty;
import java.util.Arrays;

/**
 * One side of the factorisation, users or items: its ratings by row, its factors (the current ones
 * and where to write the next) and its AdamW moments, with rows padded by zeros to whole vectors.
 */
final class Side {

  final CompressedRows ratings;
  final RowBlocks blocks;
  final GramMatrix gram;

  /** {@code 2 lambdaG / (n m) G + 2 lambdaR / rows I}, G being the other side's Gram matrix. */
  final PaddedRows pull;

  /** The weight of each row in the objective's L2. */
  final double[] penalties;

  /** The sum of the squares of each row's factors, for who computes it. */
  final double[] squaredNorms;

  private final int rows;
  private final int dim;
  private final int columns;
  private final int bias;
  private PaddedRows factors;
  private PaddedRows nextFactors;
  private final PaddedRows firstMoment;
  private final PaddedRows secondMoment;

  /**
   * Lays a side out.
   *
   * @param kernels whose layout it is
   * @param stride the length of a padded row
   * @param dim d, without biases
   * @param columns as many as a row has here: d, or d + 2 with biases
   * @param bias the column of a row's bias, {@code dim} or {@code dim + 1}; the other is 1 always,
   *     so that the product of two rows has both biases in it. Behind the rows without biases
   * @param inPlace whether the next factors may replace the current ones as they are made, because
   *     nothing else reads these any more
   */
  Side(
      CpuKernels kernels,
      int stride,
      CompressedRows ratings,
      TrainingState.Side start,
      Penalty penalty,
      int dim,
      int columns,
      int bias,
      boolean inPlace) {
    this.ratings = ratings;
    this.dim = dim;
    this.columns = columns;
    this.bias = bias;
    rows = start.factors().rows();
    penalties = penalty.weights(ratings.offsets());
    squaredNorms = new double[penalty.isUniform() ? 0 : rows];
    blocks = RowBlocks.of(ratings);
    gram = new GramMatrix(rows, dim, stride);
    pull = kernels.rows(columns, stride);
    factors = padded(start.factors(), kernels.rows(rows, stride));
    if (columns > dim) {
      for (int row = 0; row < rows; row++) {
        fix(factors, row);
      }
    }
    nextFactors = inPlace ? factors : kernels.rows(rows, stride);
    firstMoment = padded(start.firstMoment(), kernels.rows(rows, stride));
    secondMoment = padded(start.secondMoment(), kernels.rows(rows, stride));
  }

  int rows() {
    return rows;
  }

  /** Returns the column of a row's bias among factors and gradients. */
  int biasColumn() {
    return bias;
  }

  /** Sets a row's constant, which the other side's bias is multiplied by. */
  void fix(PaddedRows values, int row) {
    values.set(row, 2 * dim + 1 - bias, 1);
  }

  PaddedRows factors() {
    return factors;
  }

  PaddedRows nextFactors() {
    return nextFactors;
  }

  PaddedRows firstMoment() {
    return firstMoment;
  }

  PaddedRows secondMoment() {
    return secondMoment;
  }

  /** Sets the padding of a row's next factors to 0: without epsilon, AdamW makes it 0 / 0. */
  void clearPadding(int row) {
    int at = nextFactors.at(row);
    Arrays.fill(nextFactors.array(row), at + columns, at + nextFactors.stride(), 0);
  }

  /** Makes the factors that an epoch has written the current ones. */
  void swap() {
    PaddedRows old = factors;
    factors = nextFactors;
    nextFactors = old;
  }

  /**
   * Copies the side out.
   *
   * @param columns d, or d + 1 with biases
   */
  TrainingState.Side state(int columns) {
    return new TrainingState.Side(
        unpadded(factors, columns),
        unpadded(firstMoment, columns),
        unpadded(secondMoment, columns));
  }

  private PaddedRows padded(FloatMatrix matrix, PaddedRows values) {
    for (int row = 0; row < rows; row++) {
      int at = row * matrix.columns();
      values.setRow(row, matrix.values(), at, dim);
      if (matrix.columns() > dim) {
        values.set(row, bias, matrix.values()[at + dim]);
      }
    }
    return values;
  }

  private FloatMatrix unpadded(PaddedRows values, int columns) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    for (int row = 0; row < rows; row++) {
      values.copyRow(row, matrix.values(), row * columns, dim);
      if (columns > dim) {
        matrix.values()[row * columns + dim] = values.get(row, bias);
      }
    }
    return matrix;
  }
}
