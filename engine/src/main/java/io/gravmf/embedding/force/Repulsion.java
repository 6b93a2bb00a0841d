package io.gravmf.embedding.force;

import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;

/** A way to sum the repulsion between all pairs of points. */
interface Repulsion {

  /**
   * Sums the repulsion on every point, which does not know the normaliser yet: {@code r_i = sum_j
   * w_ij q_ij (y_i - y_j)} (see {@link PairKernels}).
   *
   * @param layout where the points are
   * @param forces receives r
   * @param pool runs the tasks; their number does not depend on its threads
   * @return Z, the sum of w_ij over all i ≠ j
   */
  double sum(Layout layout, Layout forces, WorkerPool pool);
}
