package io.gravmf.embedding;

import io.gravmf.parallel.WorkerPool;

/**
 * The gradient of the Kullback-Leibler divergence, {@code 2 (a + 1) / a (sum_j p_ij q_ij (y_i -
 * y_j) - 1/Z sum_j w_ij q_ij (y_i - y_j))} with a degrees of freedom (see {@link PairKernels}). It
 * is the derivative for any a: scikit-learn has w_ij in place of q_ij, which is the same in two
 * dimensions but not in three.
 */
final class Gradient {

  private final Attraction attraction;
  private final Repulsion repulsion;
  private final Layout attractions;
  private final Layout repulsions;
  private final double scale;
  private double normaliser;

  Gradient(Attraction attraction, Repulsion repulsion, int points, int dimensions) {
    this.attraction = attraction;
    this.repulsion = repulsion;
    attractions = new Layout(points, dimensions);
    repulsions = new Layout(points, dimensions);
    scale = 2.0 * dimensions / (dimensions - 1);
  }

  /** Sums attraction and repulsion; what the other methods return is of this layout. */
  void evaluate(Layout layout, WorkerPool pool) {
    attraction.sum(layout, attractions, pool);
    normaliser = repulsion.sum(layout, repulsions, pool);
  }

  /** Returns the divergence, in nats. */
  double divergence(Layout layout, WorkerPool pool) {
    return attraction.klDivergence(layout, normaliser, pool);
  }

  /**
   * Writes the gradient for points in {@code [from, to)} along an axis.
   *
   * @param exaggeration factor of the attraction
   * @param out the first point's is at 0
   */
  void along(int axis, int from, int to, double exaggeration, float[] out) {
    float attracting = (float) (scale * exaggeration);
    float repelling = (float) (scale / normaliser);
    float[] a = attractions.axis(axis);
    float[] r = repulsions.axis(axis);
    for (int i = from; i < to; i++) {
      out[i - from] = attracting * a[i] - repelling * r[i];
    }
  }
}
