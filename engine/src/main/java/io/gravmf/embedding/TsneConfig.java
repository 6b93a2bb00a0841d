package io.gravmf.embedding;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How to embed; parameters mean what they mean in scikit-learn 1.2. Components, perplexity and
 * initialisation default to the notebook's, the rest to scikit-learn's.
 *
 * @param components dimensions of the embedding, 2 or 3
 * @param perplexity the effective number of neighbours of each point, 1 or more; below the number
 *     of points
 * @param iterations steps of gradient descent at most; it stops earlier where nothing moves
 * @param earlyExaggeration factor of the attraction during the exploration
 * @param explorationIterations the first iterations, which exaggerate and have less momentum
 * @param learningRate step size; empty takes {@link #learningRateFor}
 * @param theta Barnes-Hut's trade of accuracy for speed: a cell whose width is below theta times
 *     its distance counts as one point; from 0 (exact) to 1
 * @param seed seed of a random initial layout
 * @param method how repulsion is summed
 * @param metric distance between points
 * @param init the layout to start from
 * @param threads threads to use; never changes a result
 * @param device {@link #CPU}, or the name of a GPU for the exact method, such as {@code cuda}
 */
public record TsneConfig(
    int components,
    double perplexity,
    int iterations,
    double earlyExaggeration,
    int explorationIterations,
    OptionalDouble learningRate,
    double theta,
    long seed,
    Method method,
    Metric metric,
    Init init,
    int threads,
    String device) {

  /** The device that runs every method. */
  public static final String CPU = "cpu";

  private static final double LEAST_AUTOMATIC_LEARNING_RATE = 50;

  /** How the repulsion between all pairs of points is summed. */
  public enum Method {
    /** Far cells of a quadtree or octree count as one point: O(N log N) an iteration. */
    BARNES_HUT,
    /** Every pair, for attraction too: O(N²) an iteration, and memory for N² probabilities. */
    EXACT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The distance between points. */
  public enum Metric {
    /** Squared Euclidean distance. */
    EUCLIDEAN,
    /** The square of one minus the cosine of the angle. */
    COSINE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The layout to start from. */
  public enum Init {
    /** Independent normal draws with standard deviation 1e-4. */
    RANDOM,
    /** The first principal components, scaled so that the first has standard deviation 1e-4. */
    PCA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range
   */
  public TsneConfig {
    require(components == 2 || components == 3, "components", components, "2 or 3");
    require(perplexity >= 1 && Double.isFinite(perplexity), "perplexity", perplexity, "1 or more");
    require(iterations >= 1, "iterations", iterations, "1 or more");
    require(
        earlyExaggeration >= 1 && Double.isFinite(earlyExaggeration),
        "early exaggeration",
        earlyExaggeration,
        "1 or more");
    require(
        explorationIterations >= 0, "exploration iterations", explorationIterations, "0 or more");
    if (learningRate.isPresent()) {
      double rate = learningRate.getAsDouble();
      require(rate > 0 && Double.isFinite(rate), "learning rate", rate, "above 0");
    }
    require(theta >= 0 && theta <= 1, "theta", theta, "from 0 to 1");
    require(threads >= 1, "threads", threads, "1 or more");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(init, "init");
    if (!device.equals(CPU) && method != Method.EXACT) {
      throw new IllegalArgumentException(
          "device is " + device + ", which has the exact method alone, found " + method);
    }
  }

  private static void require(boolean good, String name, Number value, String expected) {
    if (!good) {
      throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
    }
  }

  /**
   * Returns the step size for so many points: the one that was set, or else {@code max(points /
   * earlyExaggeration / 4, 50)} (Belkina et al. 2019).
   */
  public double learningRateFor(int points) {
    return learningRate.orElse(
        Math.max(points / earlyExaggeration / 4, LEAST_AUTOMATIC_LEARNING_RATE));
  }

  /** Returns a builder that holds the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the values that differ from the defaults. */
  public static final class Builder {
    private int components = 3;
    private double perplexity = 3;
    private int iterations = 1000;
    private double earlyExaggeration = 12;
    private int explorationIterations = 250;
    private OptionalDouble learningRate = OptionalDouble.empty();
    private double theta = 0.5;
    private long seed = 1;
    private Method method = Method.BARNES_HUT;
    private Metric metric = Metric.EUCLIDEAN;
    private Init init = Init.RANDOM;
    private int threads = Runtime.getRuntime().availableProcessors();
    private String device = CPU;

    private Builder() {}

    /** Sets the dimensions of the embedding, 2 or 3. */
    public Builder components(int value) {
      components = value;
      return this;
    }

    /** Sets the effective number of neighbours. */
    public Builder perplexity(double value) {
      perplexity = value;
      return this;
    }

    /** Sets how many steps to take at most. */
    public Builder iterations(int value) {
      iterations = value;
      return this;
    }

    /** Sets the factor of the attraction during the exploration. */
    public Builder earlyExaggeration(double value) {
      earlyExaggeration = value;
      return this;
    }

    /** Sets how many of the first iterations explore. */
    public Builder explorationIterations(int value) {
      explorationIterations = value;
      return this;
    }

    /** Sets the step size, in place of the one that follows from the number of points. */
    public Builder learningRate(double value) {
      learningRate = OptionalDouble.of(value);
      return this;
    }

    /** Sets Barnes-Hut's trade of accuracy for speed. */
    public Builder theta(double value) {
      theta = value;
      return this;
    }

    /** Sets the seed of a random initial layout. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets how repulsion is summed. */
    public Builder method(Method value) {
      method = value;
      return this;
    }

    /** Sets the distance between points. */
    public Builder metric(Metric value) {
      metric = value;
      return this;
    }

    /** Sets the layout to start from. */
    public Builder init(Init value) {
      init = value;
      return this;
    }

    /** Sets how many threads to use. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** Sets the device that descends, for the exact method. */
    public Builder device(String value) {
      device = value;
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException if a value is outside its range
     */
    public TsneConfig build() {
      return new TsneConfig(
          components,
          perplexity,
          iterations,
          earlyExaggeration,
          explorationIterations,
          learningRate,
          theta,
          seed,
          method,
          metric,
          init,
          threads,
          device);
    }
  }
}
