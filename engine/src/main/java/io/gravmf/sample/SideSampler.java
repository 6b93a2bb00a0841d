package io.gravmf.sample;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.parallel.WorkerPool;
import io.gravmf.random.Stream;
import io.gravmf.solve.FixedSide;
import io.gravmf.solve.Gram;
import io.gravmf.solve.RowPrior;
import io.gravmf.solve.SolverKernels;
import java.util.Arrays;
import java.util.List;

/**
 * Draws what the rows of one side have in common, given the rows, which are here: their prior's
 * mean and precision, and weights of features ({@link PriorDraws}).
 *
 * <p>A row has its factors first and its bias last. Sums run in an order that depends on the shape
 * alone, so the pool's threads change no bit.
 */
public final class SideSampler {

  /** Rows that one task takes. */
  private static final int TASK = 64;

  private final SolverKernels kernels;
  private final int rows;
  private final int dim;
  private final int unknowns;
  private final int stride;
  private final PriorDraws draws;
  private final FeatureRows[] blocks;
  private final float[] residuals;
  private final float[] means;
  private final Gram gram;
  private final Gram.Scratch[] scratch;

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
    this.rows = rows;
    this.dim = dim;
    unknowns = dim + 1;
    stride = kernels.stride(unknowns);
    draws = new PriorDraws(hyperpriors, blocks, rows, dim, stride, seed, stream);
    this.blocks =
        Arrays.stream(draws.blocks())
            .map(weights -> new FeatureRows(kernels, weights, rows, stride))
            .toArray(FeatureRows[]::new);
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
    draws.draw(sweep, new RowSums(factors, biases, pool));
    double[] mean = draws.mean();
    forRows(pool, (from, to) -> writeMeans(mean, from, to));
  }

  /** Sums over the rows by all threads. */
  private final class RowSums implements PriorDraws.Sums {

    private final float[] factors;
    private final float[] biases;
    private final WorkerPool pool;

    RowSums(float[] factors, float[] biases, WorkerPool pool) {
      this.factors = factors;
      this.biases = biases;
      this.pool = pool;
    }

    @Override
    public void ofResiduals(double[] sum, double[][] squares) {
      forRows(pool, (from, to) -> takeResiduals(factors, biases, null, null, from, to));
      pool.run(gram.tasks(), (task, worker) -> gram.sum(task, residuals, scratch[worker]));
      gram.finish();
      for (int row = 0; row < rows; row++) {
        for (int k = 0; k < unknowns; k++) {
          sum[k] += residuals[LEAD + row * stride + k];
        }
      }
      for (int i = 0; i < unknowns; i++) {
        for (int j = 0; j <= i; j++) {
          squares[i][j] = gram.get(i, j);
        }
      }
    }

    @Override
    public void project(int number, double[] mean) {
      FeatureRows block = blocks[number];
      forRows(pool, (from, to) -> takeResiduals(factors, biases, mean, block, from, to));
      pool.run(
          draws.blocks()[number].size(), (feature, worker) -> block.project(feature, residuals));
    }

    @Override
    public void drawn(int number) {
      forRows(pool, blocks[number]::predict);
    }
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
      float[] factors, float[] biases, double[] mean, FeatureRows except, int from, int to) {
    for (int row = from; row < to; row++) {
      int at = LEAD + row * stride;
      System.arraycopy(factors, at, residuals, at, dim);
      residuals[at + dim] = biases[row];
      for (int k = 0; mean != null && k < unknowns; k++) {
        residuals[at + k] -= (float) mean[k];
      }
      for (FeatureRows block : blocks) {
        if (block != except) {
          kernels.add(block.predictions(), at, -1, residuals, at, stride);
        }
      }
    }
  }

  private void writeMeans(double[] mean, int from, int to) {
    for (int row = from; row < to; row++) {
      int at = LEAD + row * stride;
      for (int k = 0; k < unknowns; k++) {
        means[at + k] = (float) mean[k];
      }
      for (FeatureRows block : blocks) {
        kernels.add(block.predictions(), at, 1, means, at, stride);
      }
    }
  }

  /** Returns the means of the rows' prior as last drawn, as {@code RowPrior} has them. */
  public float[] means() {
    return means;
  }

  /**
   * Writes what the rows' systems share, the precision as last drawn over that of the ratings.
   *
   * @param noise τ
   */
  public void writeShared(double noise, FixedSide side) {
    for (int i = 0; i < unknowns; i++) {
      for (int j = 0; j < unknowns; j++) {
        side.shared()[LEAD + i * stride + j] = (float) (draws.precision(i, j) / noise);
      }
    }
  }

  /** Copies out the weights of the features: a row a feature, their precisions behind. */
  public FloatMatrix weights() {
    return draws.weights();
  }

  /**
   * Takes over weights that {@link #weights} gave.
   *
   * @throws IllegalArgumentException if they are of other features
   */
  public void restore(FloatMatrix weights) {
    draws.restore(weights);
    for (FeatureRows block : blocks) {
      block.predict(0, rows);
    }
  }
}
