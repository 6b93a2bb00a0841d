package io.gravmf.sample;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.solve.SolverKernels;

/** A side's rows beside a block of features: what its weights predict of them, and the way back. */
final class FeatureRows {

  private final SolverKernels kernels;
  private final Weights weights;
  private final int rows;
  private final int stride;
  private final float[] predictions;

  FeatureRows(SolverKernels kernels, Weights weights, int rows, int stride) {
    this.kernels = kernels;
    this.weights = weights;
    this.rows = rows;
    this.stride = stride;
    predictions = new float[LEAD + rows * stride];
  }

  /** Returns F B in the kernels' layout. */
  float[] predictions() {
    return predictions;
  }

  /** Computes {@code F_kᵀ X} of a feature. */
  void project(int feature, float[] residuals) {
    kernels.combine(
        residuals,
        0,
        rows,
        stride,
        weights.features().feature(feature),
        weights.projected(),
        feature);
  }

  /** Computes F B of some rows. */
  void predict(int from, int to) {
    for (int row = from; row < to; row++) {
      kernels.combine(
          weights.values(),
          0,
          weights.size(),
          stride,
          weights.features().row(row),
          predictions,
          row);
    }
  }
}
