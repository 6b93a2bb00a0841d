package io.gravmf.solve.vector;

/**
 * Products with gathered rows, compiled for rows of one number of vectors; see {@link Unrolled}.
 */
interface RowProducts {

  /** See {@link io.gravmf.solve.SolverKernels#addResiduals}. */
  void addResiduals(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] targets,
      float[] weights,
      float[] p,
      int pAt,
      float[] sum,
      int sumAt);
}
