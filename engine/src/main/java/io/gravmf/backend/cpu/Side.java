package io.gravmf.backend.cpu;

import static io.gravmf.backend.cpu.CpuKernels.LEAD;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Penalty;

/**
 * One side of the factorisation, users or items: its ratings by row, its factors (the current ones
 * and where to write the next) and its AdamW moments, with rows padded by zeros to whole vectors.
 */
final class Side {

  final CompressedRows ratings;
  final RowBlocks blocks;
  final GramMatrix gram;

  /** {@code 2 lambdaG / (n m) G + 2 lambdaR / rows I}, G being the other side's Gram matrix. */
  final float[] pull;

  /** The weight of each row in the objective's L2. */
  final double[] penalties;

  /** The sum of the squares of each row's factors, for who computes it. */
  final double[] squaredNorms;

  private final int rows;
  private final int dim;
  private final int stride;
  private final int bias;
  private float[] factors;
  private float[] nextFactors;
  private final float[] firstMoment;
  private final float[] secondMoment;

  /**
   * Lays a side out.
   *
   * @param dim d, without biases
   * @param columns as many as a row has here: d, or d + 2 with biases
   * @param bias the column of a row's bias, {@code dim} or {@code dim + 1}; the other is 1 always,
   *     so that the product of two rows has both biases in it. Behind the rows without biases
   * @param inPlace whether the next factors may replace the current ones as they are made, because
   *     nothing else reads these any more
   */
  Side(
      CompressedRows ratings,
      TrainingState.Side start,
      Penalty penalty,
      int dim,
      int columns,
      int bias,
      int stride,
      boolean inPlace) {
    this.ratings = ratings;
    this.dim = dim;
    this.bias = bias;
    this.stride = stride;
    rows = start.factors().rows();
    penalties = penalty.weights(ratings.offsets());
    squaredNorms = new double[penalty.isUniform() ? 0 : rows];
    blocks = RowBlocks.of(ratings);
    gram = new GramMatrix(rows, dim, stride);
    pull = new float[LEAD + columns * stride];
    factors = padded(start.factors());
    if (columns > dim) {
      for (int row = 0; row < rows; row++) {
        fix(factors, row);
      }
    }
    nextFactors = inPlace ? factors : new float[factors.length];
    firstMoment = padded(start.firstMoment());
    secondMoment = padded(start.secondMoment());
  }

  int rows() {
    return rows;
  }

  /** Returns where a row's bias is among factors and gradients. */
  int biasAt(int row) {
    return LEAD + row * stride + bias;
  }

  /** Returns where a row's constant, which the other side's bias is multiplied by, is. */
  int constantAt(int row) {
    return LEAD + row * stride + 2 * dim + 1 - bias;
  }

  /** Sets a row's constant. */
  void fix(float[] values, int row) {
    values[constantAt(row)] = 1;
  }

  float[] factors() {
    return factors;
  }

  float[] nextFactors() {
    return nextFactors;
  }

  float[] firstMoment() {
    return firstMoment;
  }

  float[] secondMoment() {
    return secondMoment;
  }

  /** Makes the factors that an epoch has written the current ones. */
  void swap() {
    float[] old = factors;
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

  private float[] padded(FloatMatrix matrix) {
    float[] values = new float[LEAD + rows * stride];
    for (int row = 0; row < rows; row++) {
      int at = row * matrix.columns();
      System.arraycopy(matrix.values(), at, values, LEAD + row * stride, dim);
      if (matrix.columns() > dim) {
        values[biasAt(row)] = matrix.values()[at + dim];
      }
    }
    return values;
  }

  private FloatMatrix unpadded(float[] values, int columns) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, LEAD + row * stride, matrix.values(), row * columns, dim);
      if (columns > dim) {
        matrix.values()[row * columns + dim] = values[biasAt(row)];
      }
    }
    return matrix;
  }
}
