package io.gravmf.solve.vector;

/**
 * Products with gathered rows, compiled for rows of one number of vectors; see {@link Unrolled}.
 */
interface RowProducts {

  /**
   * See {@link io.gravmf.solve.SolverKernels#addProducts}.
   *
   * @param pAt where p begins
   * @param sumAt where the row begins that is added to
   */
  void addProducts(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float[] p,
      int pAt,
      float[] sum,
      int sumAt,
      float[] out,
      int outAt);

  /**
   * See {@link io.gravmf.solve.SolverKernels#addRows}.
   *
   * @param sumAt where the row begins that is added to
   */
  void addRows(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] scales,
      float[] weights,
      float[] sum,
      int sumAt);
}
