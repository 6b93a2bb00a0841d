package io.gravmf.sample;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.parallel.WorkerPool;
import io.gravmf.random.PhiloxSource;
import io.gravmf.random.Stream;
import io.gravmf.solve.FixedSide;
import io.gravmf.solve.Gram;
import io.gravmf.solve.RowPrior;
import io.gravmf.solve.SolverKernels;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws what the rows of one side have in common, given the rows: {@code x_i} is from N(μ + F_i B,
 * Λ⁻¹), and biases likewise with a precision of their own. A draw is of (μ, Λ), then of the weights
 * B of each block of features and of their precision (Simm et al. 2017, "Macau: Scalable Bayesian
 * Factorization with High-Dimensional Side Information using MCMC").
 *
 * <p>A row has its factors first and its bias last. Sums run in an order that depends on the shape
 * alone, so the pool's threads change no bit.
 */
public final class SideSampler {

  /** Rows that one task takes. */
  private static final int TASK = 64;

  private final SolverKernels kernels;
  private final Hyperpriors hyperpriors;
  private final long seed;
  private final Stream stream;
  private final int rows;
  private final int dim;
  private final int unknowns;
  private final int stride;
  private final Weights[] blocks;
  private final float[] residuals;
  private final float[] means;
  private final Gram gram;
  private final Gram.Scratch[] scratch;
  private GaussianPrior factorPrior;
  private GaussianPrior biasPrior;

  /**
   * Makes a sampler whose weights are 0 yet.
   *
   * @param blocks the features
   * @param rows of the side
   * @param dim d; a row has a bias behind its factors
   * @param stream that of the side's prior
   * @param threads of the pool that it will be given
   */
  public SideSampler(
      SolverKernels kernels,
      Hyperpriors hyperpriors,
      List<FeatureBlock> blocks,
      int rows,
      int dim,
      long seed,
      Stream stream,
      int threads) {
    this.kernels = kernels;
    this.hyperpriors = hyperpriors;
    this.seed = seed;
    this.stream = stream;
    this.rows = rows;
    this.dim = dim;
    unknowns = dim + 1;
    stride = kernels.stride(unknowns);
    this.blocks =
        blocks.stream()
            .map(block -> new Weights(kernels, block, rows, dim))
            .toArray(Weights[]::new);
    residuals = new float[LEAD + rows * stride];
    means = new float[RowPrior.size(rows, stride)];
    gram = new Gram(kernels, rows, unknowns, stride);
    scratch = new Gram.Scratch[threads];
    Arrays.setAll(scratch, k -> new Gram.Scratch(kernels, unknowns));
  }

  /**
   * Draws, and writes the means of the rows' prior.
   *
   * @param sweep the sweep's number
   * @param factors the rows in the kernels' layout; what is behind their factors is not read
   * @param biases their biases
   */
  public void draw(int sweep, float[] factors, float[] biases, WorkerPool pool) {
    PhiloxSource random = new PhiloxSource(seed, stream, sweep);
    forRows(pool, (from, to) -> takeResiduals(factors, biases, null, null, from, to));
    drawPrior(random, pool);
    double[] mean = mean();
    for (Weights block : blocks) {
      forRows(pool, (from, to) -> takeResiduals(factors, biases, mean, block, from, to));
      pool.run(block.size(), (feature, worker) -> block.project(feature, residuals));
      block.draw(factorPrior, biasPrior, random);
      forRows(pool, block::predict);
    }
    forRows(pool, (from, to) -> writeMeans(mean, from, to));
  }

  private interface Rows {
    void run(int from, int to);
  }

  private void forRows(WorkerPool pool, Rows work) {
    pool.run(
        (rows + TASK - 1) / TASK,
        (task, worker) -> work.run(task * TASK, Math.min(rows, (task + 1) * TASK)));
  }

  /** Writes what the features leave of rows, but for a block, and a mean. */
  private void takeResiduals(
      float[] factors, float[] biases, double[] mean, Weights except, int from, int to) {
    for (int row = from; row < to; row++) {
      int at = LEAD + row * stride;
      System.arraycopy(factors, at, residuals, at, dim);
      residuals[at + dim] = biases[row];
      for (int k = 0; mean != null && k < unknowns; k++) {
        residuals[at + k] -= (float) mean[k];
      }
      for (Weights block : blocks) {
        if (block != except) {
          kernels.add(block.predictions(), at, -1, residuals, at, stride);
        }
      }
    }
  }

  private void drawPrior(UniformRandomProvider random, WorkerPool pool) {
    pool.run(gram.tasks(), (task, worker) -> gram.sum(task, residuals, scratch[worker]));
    gram.finish();
    double[] sum = new double[unknowns];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < unknowns; k++) {
        sum[k] += residuals[LEAD + row * stride + k];
      }
    }
    factorPrior = draw(sum, 0, dim, random);
    biasPrior = draw(sum, dim, unknowns, random);
  }

  private GaussianPrior draw(double[] sum, int from, int to, UniformRandomProvider random) {
    double[][] squares = new double[to - from][to - from];
    for (int i = from; i < to; i++) {
      for (int j = from; j < to; j++) {
        squares[i - from][j - from] = gram.get(i, j);
      }
    }
    NormalWishart posterior =
        new NormalWishart(hyperpriors, rows, Arrays.copyOfRange(sum, from, to), squares);
    for (Weights block : blocks) {
      block.addTo(posterior, from, to);
    }
    return posterior.draw(hyperpriors, random);
  }

  private double[] mean() {
    double[] mean = Arrays.copyOf(factorPrior.mean, unknowns);
    mean[dim] = biasPrior.mean[0];
    return mean;
  }

  private void writeMeans(double[] mean, int from, int to) {
    for (int row = from; row < to; row++) {
      int at = LEAD + row * stride;
      for (int k = 0; k < unknowns; k++) {
        means[at + k] = (float) mean[k];
      }
      for (Weights block : blocks) {
        kernels.add(block.predictions(), at, 1, means, at, stride);
      }
    }
  }

  /** Returns the means of the rows' prior as last drawn, as {@link RowPrior} has them. */
  public float[] means() {
    return means;
  }

  /**
   * Writes what the rows' systems share, the precision as last drawn over that of the ratings.
   *
   * @param noise τ
   */
  public void writeShared(double noise, FixedSide side) {
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j < dim; j++) {
        side.shared()[LEAD + i * stride + j] = (float) (factorPrior.precision[i][j] / noise);
      }
    }
    side.shared()[LEAD + dim * stride + dim] = (float) (biasPrior.precision[0][0] / noise);
  }

  /** Copies out the weights of the features: a row a feature, their precisions behind. */
  public FloatMatrix weights() {
    int count = Arrays.stream(blocks).mapToInt(Weights::size).sum();
    FloatMatrix all = FloatMatrix.zeros(count, unknowns + 2);
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
  public void restore(FloatMatrix weights) {
    int row = 0;
    for (Weights block : blocks) {
      row += block.size();
    }
    if (weights.rows() != row || weights.columns() != unknowns + 2) {
      throw new IllegalArgumentException(
          "the weights are a "
              + weights
              + ", expected "
              + row
              + " features of "
              + (unknowns + 2)
              + " numbers");
    }
    row = 0;
    for (Weights block : blocks) {
      block.restore(weights, row);
      block.predict(0, rows);
      row += block.size();
    }
  }
}
