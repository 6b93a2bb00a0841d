package io.gravmf.embedding.force;

import io.gravmf.embedding.affinity.AllProbabilities;
import io.gravmf.embedding.affinity.NearProbabilities;
import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.kernel.PairKernelsLookup;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;

/**
 * The gradient of the Kullback-Leibler divergence, {@code 2 (a + 1) / a (sum_j p_ij q_ij (y_i -
 * y_j) - 1/Z sum_j w_ij q_ij (y_i - y_j))} with a degrees of freedom (see {@link PairKernels}). It
 * is the derivative for any a: scikit-learn has w_ij in place of q_ij, which is the same in two
 * dimensions but not in three.
 */
public final class Gradient {

  private final Attraction attraction;
  private final Repulsion repulsion;
  private final Layout attractions;
  private final Layout repulsions;
  private final double scale;
  private double normaliser;

  private Gradient(Attraction attraction, Repulsion repulsion, int points, int dimensions) {
    this.attraction = attraction;
    this.repulsion = repulsion;
    attractions = new Layout(points, dimensions);
    repulsions = new Layout(points, dimensions);
    scale = 2.0 * dimensions / (dimensions - 1);
  }

  /**
   * Returns the gradient over every pair of points.
   *
   * @param probabilities as {@link AllProbabilities} gives them
   * @param dimensions the layout's, 2 or 3
   * @param threads the pool's
   */
  public static Gradient exact(float[][] probabilities, int dimensions, int threads) {
    PairKernels kernels = PairKernelsLookup.find();
    int points = probabilities.length;
    return new Gradient(
        new DenseAttraction(probabilities, kernels, threads),
        new ExactRepulsion(points, kernels, threads),
        points,
        dimensions);
  }

  /**
   * Returns the gradient with attraction between near neighbours and the repulsion of far groups
   * summed as of one point each.
   *
   * @param dimensions the layout's, 2 or 3
   * @param theta how wide a group may be for its distance; with 0 every pair counts
   * @param threads the pool's
   */
  public static Gradient barnesHut(
      NearProbabilities probabilities, int dimensions, double theta, int threads) {
    int points = probabilities.rowBegin().length - 1;
    return new Gradient(
        new SparseAttraction(probabilities),
        new BarnesHutRepulsion(points, dimensions, theta, PairKernelsLookup.find(), threads),
        points,
        dimensions);
  }

  /** Sums attraction and repulsion; what the other methods return is of this layout. */
  public void evaluate(Layout layout, WorkerPool pool) {
    attraction.sum(layout, attractions, pool);
    normaliser = repulsion.sum(layout, repulsions, pool);
  }

  /** Returns the divergence, in nats. */
  public double divergence(Layout layout, WorkerPool pool) {
    return attraction.klDivergence(layout, normaliser, pool);
  }

  /**
   * Writes the gradient for points in {@code [from, to)} along an axis.
   *
   * @param exaggeration factor of the attraction
   * @param out the first point's is at 0
   */
  public void along(int axis, int from, int to, double exaggeration, float[] out) {
    float attracting = (float) (scale * exaggeration);
    float repelling = (float) (scale / normaliser);
    float[] a = attractions.axis(axis);
    float[] r = repulsions.axis(axis);
    for (int i = from; i < to; i++) {
      out[i - from] = attracting * a[i] - repelling * r[i];
    }
  }
}
