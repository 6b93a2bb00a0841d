package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.affinity.AllProbabilities;
import io.gravmf.embedding.affinity.Distances;
import io.gravmf.embedding.affinity.NearProbabilities;
import io.gravmf.embedding.force.Gradient;
import io.gravmf.embedding.layout.InitialLayout;
import io.gravmf.embedding.layout.Layout;
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
  private final TsneSteps steps;
  private final int points;

  private Tsne(TsneConfig config, TsneListener listener, TsneSteps steps, int points) {
    this.config = config;
    this.listener = listener;
    this.steps = steps;
    this.points = points;
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
    try (WorkerPool pool = new WorkerPool(config.threads());
        TsneSteps steps = open(points, config, pool)) {
      return new Tsne(config, listener, steps, points.rows()).run();
    }
  }

  private static TsneSteps open(FloatMatrix points, TsneConfig config, WorkerPool pool) {
    Distances distances =
        switch (config.metric()) {
          case EUCLIDEAN -> Distances.euclidean(points);
          case COSINE -> Distances.cosine(points);
        };
    Layout layout =
        switch (config.init()) {
          case RANDOM -> InitialLayout.random(points.rows(), config.components(), config.seed());
          case PCA -> InitialLayout.principalComponents(points, config.components());
        };
    double learningRate = config.learningRateFor(points.rows());
    if (config.method() == TsneConfig.Method.BARNES_HUT) {
      NearProbabilities near = NearProbabilities.of(distances, config.perplexity(), pool);
      Gradient gradient =
          Gradient.barnesHut(near, config.components(), config.theta(), pool.threads());
      return new HostSteps(layout, gradient, learningRate, pool);
    }
    float[][] all = AllProbabilities.of(distances, config.perplexity(), pool);
    if (!config.device().equals(TsneConfig.CPU)) {
      return TsneDevices.open(config.device(), layout.toMatrix(), all, learningRate);
    }
    Gradient gradient = Gradient.exact(all, config.components(), pool.threads());
    return new HostSteps(layout, gradient, learningRate, pool);
  }

  private TsneResult run() {
    int exploration = Math.min(config.explorationIterations(), config.iterations());
    int iteration = descend(0, exploration, config.earlyExaggeration(), EXPLORATION_MOMENTUM);
    if (!listener.isCancelled()) {
      steps.restart();
      iteration = descend(iteration, config.iterations(), 1, MOMENTUM);
    }
    return new TsneResult(steps.layout(), steps.divergence(), iteration);
  }

  /**
   * Returns how many iterations have been run when this ends, by its own rules or at {@code to}.
   */
  private int descend(int from, int to, double exaggeration, double momentum) {
    double best = Double.POSITIVE_INFINITY;
    int bestAt = from;
    for (int iteration = from; iteration < to; iteration++) {
      if (listener.isCancelled()) {
        return iteration;
      }
      int run = iteration + 1;
      if (run % CHECK_EVERY != 0 && run != config.iterations()) {
        steps.step(exaggeration, momentum);
        continue;
      }
      TsneSteps.Figures figures = steps.measuredStep(exaggeration, momentum);
      requireFinite(figures, run);
      listener.onProgress(run, figures.divergence(), figures.gradientNorm());
      if (figures.divergence() < best) {
        best = figures.divergence();
        bestAt = iteration;
      } else if (iteration - bestAt > MOST_ITERATIONS_WITHOUT_PROGRESS) {
        return run;
      }
      if (figures.gradientNorm() <= LEAST_GRADIENT_NORM) {
        return run;
      }
    }
    return to;
  }

  private void requireFinite(TsneSteps.Figures figures, int run) {
    if (!Double.isFinite(figures.divergence()) || !Double.isFinite(figures.gradientNorm())) {
      throw new InvalidInputException(
          "the layout is no longer finite after "
              + run
              + " iterations; lower the learning rate, which is "
              + config.learningRateFor(points));
    }
  }
}
