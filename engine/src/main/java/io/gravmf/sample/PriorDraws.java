package io.gravmf.sample;

import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.random.PhiloxSource;
import io.gravmf.random.Stream;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws what the rows of one side have in common from sums over the rows, wherever these are
 * computed: {@code x_i} is from N(μ + F_i B, Λ⁻¹), and biases likewise with a precision of their
 * own. A draw is of (μ, Λ), then of the weights B of each block of features and of their precision
 * (Simm et al. 2017, "Macau: Scalable Bayesian Factorization with High-Dimensional Side Information
 * using MCMC").
 */
final class PriorDraws {

  /** The sums that a draw takes, of rows of factors and a bias behind them. */
  interface Sums {

    /**
     * Sums what the features leave of the rows, {@code r = x - F B}.
     *
     * @param sum receives the sum of r
     * @param squares receives that of {@code r rᵀ}, the lower triangle at least
     */
    void ofResiduals(double[] sum, double[][] squares);

    /**
     * Writes {@code Fᵀ X} of a block of features, X being what a mean and all other blocks leave.
     *
     * @param block by its number
     */
    void project(int block, double[] mean);

    /** Takes notice of a block's new weights. */
    void drawn(int block);
  }

  private final Hyperpriors hyperpriors;
  private final long seed;
  private final Stream stream;
  private final int rows;
  private final int dim;
  private final int unknowns;
  private final Weights[] blocks;
  private GaussianPrior factorPrior;
  private GaussianPrior biasPrior;

  /**
   * @param dim d; a row has a bias behind its factors
   * @param stride of weights in the kernels' layout
   */
  PriorDraws(
      Hyperpriors hyperpriors,
      List<FeatureBlock> features,
      int rows,
      int dim,
      int stride,
      long seed,
      Stream stream) {
    this.hyperpriors = hyperpriors;
    this.seed = seed;
    this.stream = stream;
    this.rows = rows;
    this.dim = dim;
    unknowns = dim + 1;
    blocks =
        features.stream().map(block -> new Weights(block, dim, stride)).toArray(Weights[]::new);
  }

  Weights[] blocks() {
    return blocks;
  }

  /** Draws a sweep's. */
  void draw(int sweep, Sums sums) {
    PhiloxSource random = new PhiloxSource(seed, stream, sweep);
    double[] sum = new double[unknowns];
    double[][] squares = new double[unknowns][unknowns];
    sums.ofResiduals(sum, squares);
    factorPrior = draw(sum, squares, 0, dim, random);
    biasPrior = draw(sum, squares, dim, unknowns, random);
    double[] mean = mean();
    for (int block = 0; block < blocks.length; block++) {
      sums.project(block, mean);
      blocks[block].draw(factorPrior, biasPrior, random);
      sums.drawn(block);
    }
  }

  private GaussianPrior draw(
      double[] sum, double[][] all, int from, int to, UniformRandomProvider random) {
    double[][] squares = new double[to - from][to - from];
    for (int i = from; i < to; i++) {
      for (int j = from; j < to; j++) {
        squares[i - from][j - from] = all[Math.max(i, j)][Math.min(i, j)];
      }
    }
    NormalWishart posterior =
        new NormalWishart(hyperpriors, rows, Arrays.copyOfRange(sum, from, to), squares);
    for (Weights block : blocks) {
      block.addTo(posterior, from, to);
    }
    return posterior.draw(hyperpriors, random);
  }

  /** Returns μ as last drawn, the biases' last. */
  double[] mean() {
    double[] mean = Arrays.copyOf(factorPrior.mean, unknowns);
    mean[dim] = biasPrior.mean[0];
    return mean;
  }

  /** Returns an entry of Λ as last drawn, of which the bias is a block by itself. */
  double precision(int i, int j) {
    if (i == dim || j == dim) {
      return i == j ? biasPrior.precision[0][0] : 0;
    }
    return factorPrior.precision[i][j];
  }

  private int features() {
    return Arrays.stream(blocks).mapToInt(Weights::size).sum();
  }

  /** Copies out the weights of the features: a row a feature, their precisions behind. */
  FloatMatrix weights() {
    FloatMatrix all = FloatMatrix.zeros(features(), unknowns + 2);
    int row = 0;
    for (Weights block : blocks) {
      block.copyTo(all, row);
      row += block.size();
    }
    return all;
  }

  /**
   * Takes over weights that {@link #weights} gave.
   *
   * @throws IllegalArgumentException if they are of other features
   */
  void restore(FloatMatrix weights) {
    if (weights.rows() != features() || weights.columns() != unknowns + 2) {
      throw new IllegalArgumentException(
          "the weights are a "
              + weights
              + ", expected "
              + features()
              + " features of "
              + (unknowns + 2)
              + " numbers");
    }
    int row = 0;
    for (Weights block : blocks) {
      block.restore(weights, row);
      row += block.size();
    }
  }
}
