package io.gravmf.cuda.block;

import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Optimizer;

/**
 * The least-squares problems of a block of rows, the other side being fixed. Arrays are held.
 *
 * @param d factors of a row; one column more is its bias
 * @param offsets where each row's ratings begin, and last their number
 * @param columns each rating's row among {@code others}
 * @param targets what each rating is to be predicted as, less nothing but the mean
 * @param weights of ratings, or null where all are 1
 * @param others rows of the other side
 * @param start the block's rows as they were, or null where rows are solved exactly
 * @param gram the Gram matrix of the whole other side, its lower triangle by rows
 * @param gravity what it is multiplied by
 * @param penalties the weight of each row's squared norm in the objective
 * @param biasRidge what a bias's equation has on its diagonal beyond its ratings
 * @param ratings of all blocks: by their number long rows are cut into parts, so that a row's bits
 *     are the same in whatever block it is
 * @param optimizer exact, or conjugate gradients
 */
@SuppressWarnings("ArrayRecordComponent") // identity, not equality, is what owners pass on
public record BlockSystems(
    int d,
    int[] offsets,
    int[] columns,
    float[] targets,
    float[] weights,
    FloatMatrix others,
    FloatMatrix start,
    double[] gram,
    double gravity,
    double[] penalties,
    double biasRidge,
    long ratings,
    Optimizer optimizer) {

  /** Returns the number of rows. */
  public int rows() {
    return offsets.length - 1;
  }

  boolean hasBiases() {
    return others.columns() > d;
  }
}
