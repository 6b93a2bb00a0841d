package io.gravmf.backend.cpu;

import io.gravmf.backend.Problem;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SquaredNorm;

/**
 * Held-out ratings, and the sums of their predictions over a sampler's draws. Nothing that is drawn
 * reads them.
 */
final class HeldOut {

  private final SolverKernels kernels;
  private final int stride;
  private final int segment;
  private final CompressedRows ratings;
  private final float[] targets;
  private final float[] sums;

  HeldOut(Problem problem, SolverKernels kernels, int stride) {
    this.kernels = kernels;
    this.stride = stride;
    segment = CpuKernels.segment(stride);
    Ratings held = problem.split().validation();
    ratings = CompressedRows.byUser(held);
    targets = problem.objective().targets().targets(ratings, held.values(), problem.mean());
    sums = new float[targets.length];
  }

  /** Returns how many there are. */
  int size() {
    return targets.length;
  }

  /** Returns the sums, in the users' order. */
  FloatMatrix sums() {
    return new FloatMatrix(1, sums.length, sums.clone());
  }

  /**
   * Takes over what {@link #sums} gave.
   *
   * @throws IllegalArgumentException if it is of other ratings
   */
  void restore(FloatMatrix from) {
    if (from.values().length != sums.length) {
      throw new IllegalArgumentException(
          "there are "
              + from.values().length
              + " sums of predictions, expected one for each of "
              + sums.length
              + " held-out ratings");
    }
    System.arraycopy(from.values(), 0, sums, 0, sums.length);
  }

  /** Adds the predictions of a block of users, but for the mean. */
  void add(SweepSide users, SweepSide items, int block, float[] predictions) {
    forSegments(
        users,
        items,
        block,
        predictions,
        (row, from, to) -> {
          for (int k = from; k < to; k++) {
            sums[k] += predictions[k - from];
          }
        });
  }

  /**
   * Writes a block's squared errors by user.
   *
   * @param draws how many the sums are of; 0: the last draw's errors
   */
  void measure(
      SweepSide users,
      SweepSide items,
      int block,
      int draws,
      float[] predictions,
      double[] squaredErrors) {
    forSegments(
        users,
        items,
        block,
        predictions,
        (row, from, to) -> {
          for (int k = from; k < to; k++) {
            float prediction = draws == 0 ? predictions[k - from] : sums[k] / draws;
            predictions[k - from] = prediction - targets[k];
          }
          squaredErrors[row] += SquaredNorm.of(predictions, 0, to - from);
        });
  }

  private interface Segment {
    void take(int row, int from, int to);
  }

  private void forSegments(
      SweepSide users, SweepSide items, int block, float[] predictions, Segment segments) {
    int[] offsets = ratings.offsets();
    int[] columns = ratings.columns();
    for (int row = users.blocks.start(block); row < users.blocks.end(block); row++) {
      // Both rows' last columns are 1.
      float bias = users.bias(row) - 1;
      for (int from = offsets[row]; from < offsets[row + 1]; from += segment) {
        int to = Math.min(from + segment, offsets[row + 1]);
        kernels.dots(users.factors(), row, items.factors(), stride, columns, from, to, predictions);
        for (int k = from; k < to; k++) {
          predictions[k - from] += bias + items.bias(columns[k]);
        }
        segments.take(row, from, to);
      }
    }
  }
}
