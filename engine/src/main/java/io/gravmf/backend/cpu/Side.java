package io.gravmf.backend.cpu;

import static io.gravmf.backend.cpu.CpuKernels.LEAD;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
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
  final float[] pull;

  private final int rows;
  private final int dim;
  private final int stride;
  private float[] factors;
  private float[] nextFactors;
  private final float[] firstMoment;
  private final float[] secondMoment;

  /**
   * Lays a side out.
   *
   * @param inPlace whether the next factors may replace the current ones as they are made, because
   *     nothing else reads these any more
   */
  Side(CompressedRows ratings, TrainingState.Side start, int stride, boolean inPlace) {
    this.ratings = ratings;
    this.stride = stride;
    rows = start.factors().rows();
    dim = start.factors().columns();
    blocks = RowBlocks.of(ratings);
    gram = new GramMatrix(rows, dim, stride);
    pull = new float[LEAD + dim * stride];
    factors = padded(start.factors());
    nextFactors = inPlace ? factors : new float[factors.length];
    firstMoment = padded(start.firstMoment());
    secondMoment = padded(start.secondMoment());
  }

  int rows() {
    return rows;
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

  /** Sets the padding of a row's next factors to 0: without epsilon, AdamW makes it 0 / 0. */
  void clearPadding(int row) {
    int at = LEAD + row * stride;
    Arrays.fill(nextFactors, at + dim, at + stride, 0);
  }

  /** Makes the factors that an epoch has written the current ones. */
  void swap() {
    float[] old = factors;
    factors = nextFactors;
    nextFactors = old;
  }

  TrainingState.Side state() {
    return new TrainingState.Side(unpadded(factors), unpadded(firstMoment), unpadded(secondMoment));
  }

  private float[] padded(FloatMatrix matrix) {
    float[] values = new float[LEAD + rows * stride];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix.values(), row * dim, values, LEAD + row * stride, dim);
    }
    return values;
  }

  private FloatMatrix unpadded(float[] values) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, dim);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, LEAD + row * stride, matrix.values(), row * dim, dim);
    }
    return matrix;
  }
}
