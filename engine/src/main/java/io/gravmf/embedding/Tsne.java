package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.parallel.WorkerPool;

/**
 * t-SNE (van der Maaten and Hinton 2008; van der Maaten 2014) with scikit-learn 1.2's schedule: an
 * exploration with exaggerated attraction and momentum 0.5, then momentum 0.8; it ends early where
 * the divergence has not fallen for 300 iterations or the gradient vanishes.
 *
 * <p>The same configuration gives the same bits on every run, for any number of threads, with or
 * without the Vector API.
 */
public final class Tsne {

  /** The fewest points that can be embedded. */
  public static final int LEAST_POINTS = 5;

  private static final int CHECK_EVERY = 50;
  private static final int MOST_ITERATIONS_WITHOUT_PROGRESS = 300;
  private static final double LEAST_GRADIENT_NORM = 1e-7;
  private static final double EXPLORATION_MOMENTUM = 0.5;
  private static final double MOMENTUM = 0.8;

  private final TsneConfig config;
  private final TsneListener listener;
  private final WorkerPool pool;
  private final Layout layout;
  private final Attraction attraction;
  private final Repulsion repulsion;
  private final Layout attractions;
  private final Layout repulsions;

  private Tsne(FloatMatrix points, TsneConfig config, TsneListener listener, WorkerPool pool) {
    this.config = config;
    this.listener = listener;
    this.pool = pool;
    int n = points.rows();
    PairKernels kernels = PairKernelsLookup.find();
    Distances distances = new Distances(points, config.metric());
    layout = InitialLayout.of(points, config);
    boolean exact = config.method() == TsneConfig.Method.EXACT;
    attraction =
        exact
            ? DenseAttraction.of(distances, config.perplexity(), kernels, pool)
            : SparseAttraction.of(distances, config.perplexity(), pool);
    repulsion =
        exact
            ? new ExactRepulsion(n, kernels, pool.threads())
            : new BarnesHutRepulsion(n, layout.dimensions, config.theta(), kernels, pool.threads());
    attractions = new Layout(n, layout.dimensions);
    repulsions = new Layout(n, layout.dimensions);
  }

  /**
   * Embeds points. Duplicates, constant columns and points that are all equal are embedded like any
   * others.
   *
   * @param points N × d, all finite
   * @throws InvalidInputException if there are fewer than {@link #LEAST_POINTS} points or as few as
   *     the perplexity, if a value is not finite, if what the configuration asks for does not exist
   *     for these points (a zero row's cosine, more principal components than columns), or if the
   *     layout diverges
   */
  public static TsneResult embed(FloatMatrix points, TsneConfig config, TsneListener listener) {
    if (points.rows() < LEAST_POINTS) {
      throw new InvalidInputException(
          "found " + points.rows() + " points, expected " + LEAST_POINTS + " or more");
    }
    if (config.perplexity() >= points.rows()) {
      throw new InvalidInputException(
          "perplexity is "
              + config.perplexity()
              + ", expected less than the number of points, "
              + points.rows());
    }
    try (WorkerPool pool = new WorkerPool(config.threads())) {
      return new Tsne(points, config, listener, pool).run();
    }
  }

  private TsneResult run() {
    Descent descent = new Descent(layout, config.learningRateFor(layout.points));
    int exploration = Math.min(config.explorationIterations(), config.iterations());
    int iteration =
        descend(descent, 0, exploration, config.earlyExaggeration(), EXPLORATION_MOMENTUM);
    if (!listener.isCancelled()) {
      descent.restart();
      iteration = descend(descent, iteration, config.iterations(), 1, MOMENTUM);
    }
    double normaliser = repulsion.sum(layout, repulsions, pool);
    return new TsneResult(
        layout.toMatrix(), attraction.klDivergence(layout, normaliser, pool), iteration);
  }

  /**
   * Returns how many iterations have been run when this ends, by its own rules or at {@code to}.
   */
  private int descend(Descent descent, int from, int to, double exaggeration, double momentum) {
    double gradientScale = 2.0 * layout.dimensions / (layout.dimensions - 1);
    double best = Double.POSITIVE_INFINITY;
    int bestAt = from;
    for (int iteration = from; iteration < to; iteration++) {
      if (listener.isCancelled()) {
        return iteration;
      }
      attraction.sum(layout, attractions, pool);
      double normaliser = repulsion.sum(layout, repulsions, pool);
      int run = iteration + 1;
      boolean check = run % CHECK_EVERY == 0 || run == config.iterations();
      double divergence = check ? attraction.klDivergence(layout, normaliser, pool) : 0;
      double norm =
          descent.step(
              attractions,
              gradientScale * exaggeration,
              repulsions,
              gradientScale / normaliser,
              momentum,
              pool);
      if (check) {
        if (!Double.isFinite(divergence) || !Double.isFinite(norm)) {
          throw new InvalidInputException(
              "the layout is no longer finite after "
                  + run
                  + " iterations; lower the learning rate, which is "
                  + config.learningRateFor(layout.points));
        }
        listener.onProgress(run, divergence, norm);
        if (divergence < best) {
          best = divergence;
          bestAt = iteration;
        } else if (iteration - bestAt > MOST_ITERATIONS_WITHOUT_PROGRESS) {
          return run;
        }
        if (norm <= LEAST_GRADIENT_NORM) {
          return run;
        }
      }
    }
    return to;
  }
}
