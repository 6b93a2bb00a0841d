package io.gravmf.embedding.force;

import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;

/** Probabilities p_ij of pairs, and the attraction between points that follows from them. */
interface Attraction {

  /**
   * Sums the attraction on every point: {@code a_i = sum_j p_ij q_ij (y_i - y_j)} (see {@link
   * PairKernels}).
   *
   * @param forces receives a
   */
  void sum(Layout layout, Layout forces, WorkerPool pool);

  /**
   * Returns the Kullback-Leibler divergence {@code sum_ij p_ij log(p_ij / (w_ij / Z))}.
   *
   * @param normaliser Z
   */
  double klDivergence(Layout layout, double normaliser, WorkerPool pool);
}
