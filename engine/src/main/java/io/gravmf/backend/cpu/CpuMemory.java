package io.gravmf.backend.cpu;

import io.gravmf.backend.ProblemSize;
import io.gravmf.objective.Optimizer;
import io.gravmf.solve.Gram;

/** How much of the heap a session takes, by its arrays that grow with the problem. */
final class CpuMemory {

  private final CpuKernels kernels;
  private final ProblemSize size;
  private final int threads;
  private final long columns;
  private final long stride;

  CpuMemory(CpuKernels kernels, ProblemSize size, int threads) {
    this.kernels = kernels;
    this.size = size;
    this.threads = threads;
    columns = size.dim() + (size.hasBiases() ? 2L : 0);
    int lanes = kernels.lanes();
    stride = (columns + lanes - 1) / lanes * lanes;
  }

  /** Returns the length of a padded row. */
  long stride() {
    return stride;
  }

  /**
   * Returns the bytes, those of {@link io.gravmf.backend.Problem#start} not included. Computed in
   * floating point, where absurd sizes do not overflow.
   */
  long bytes() {
    return (long) (ratings() + ofOptimizer());
  }

  private double ofOptimizer() {
    if (size.optimizer() instanceof Optimizer.AdamW) {
      return epochs();
    }
    if (size.optimizer() instanceof Optimizer.ConjugateGradients) {
      return sweeps();
    }
    double exact = sweeps() + square(2.0 * threads + 2);
    return size.optimizer() instanceof Optimizer.Gibbs sampler ? exact + sampling(sampler) : exact;
  }

  /** Offsets, columns and positions of both groupings, targets, residuals, cross-references. */
  private double ratings() {
    return 4.0 * (6.0 * size.trainRatings() + 3.0 * size.validationRatings() + 4.0 * size.rows());
  }

  /** The factors, both moments, the users' next factors, Gram matrices, what each worker has. */
  private double epochs() {
    double rows = 3.0 * size.rows() + size.users() + 2.0 * columns;
    double each = RowBlocks.MAX_ROWS + GramMatrix.PANEL;
    double perFloat = kernels.rowBytes(kernels.lanes()) / (double) kernels.lanes();
    return perFloat * stride * (rows + threads * each)
        + 2 * square(GramMatrix.chunks(size.users()) + GramMatrix.chunks(size.items()));
  }

  /** The factors and these in the dual form's basis, Gram matrices, S, and S as a system. */
  private double sweeps() {
    return 2.0 * Float.BYTES * stride * size.rows() + triangles() + square(4.0 + threads);
  }

  /**
   * Residuals, means and predictions of features; priors in float64; the draws that are kept; and
   * where users' noise differs, the weights of both groupings and their roots.
   */
  private double sampling(Optimizer.Gibbs sampler) {
    // A draw is held by the session, and in the state and the model that are made of it.
    double perRow = Float.BYTES * (double) stride * (4 + 3.0 * sampler.samples());
    double weights = sampler.hyperpriors().userNoise() > 0 ? 16.0 * size.trainRatings() : 0;
    return weights + perRow * size.rows() + triangles() + square(16 + 2.0 * threads);
  }

  /** Returns the bytes of the chunks of both sides' Gram matrices, lower triangles in float64. */
  private double triangles() {
    double chunks = Gram.chunks(size.users()) + Gram.chunks(size.items());
    return chunks * Double.BYTES * columns * (columns + 1) / 2;
  }

  /** Returns the bytes of so many matrices of float32 with as many rows as columns. */
  private double square(double count) {
    return Float.BYTES * count * columns * stride;
  }
}
