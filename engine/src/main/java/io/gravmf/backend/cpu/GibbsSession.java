package io.gravmf.backend.cpu;

import io.gravmf.backend.Chain;
import io.gravmf.backend.Draws;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.parallel.WorkerPool;
import io.gravmf.random.PhiloxSource;
import io.gravmf.random.RowNormals;
import io.gravmf.random.Stream;
import io.gravmf.sample.FeatureBlock;
import io.gravmf.sample.GammaPrecision;
import io.gravmf.sample.SideSampler;
import io.gravmf.sample.UserNoise;
import io.gravmf.solve.RowPrior;
import io.gravmf.solve.RowSolver;
import io.gravmf.solve.SolverKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Sweeps of Gibbs sampling on the CPU: those of {@link SweepSession} with rows that are drawn, and
 * before each side what its rows have in common. Random numbers are functions of seed, sweep, side,
 * row and column, and sums have a fixed order, so the number of threads changes no bit.
 */
final class GibbsSession implements TrainingSession {

  private final SolverKernels kernels;
  private final Optimizer.Gibbs sampler;
  private final WorkerPool pool;
  private final int dim;
  private final int stride;
  private final int segment;
  private final SweepSide users;
  private final SweepSide items;
  private final SideSampler userPrior;
  private final SideSampler itemPrior;
  private final HeldOut heldOut;

  /** Null where all users' ratings scatter alike. */
  private final UserNoise userNoise;

  private final Draws draws;
  private final Scratch[] scratch;
  private int epoch;
  private boolean closed;

  /** Memory of one worker. */
  private final class Scratch {
    final RowSolver solver = new RowSolver(kernels, dim + 1);
    final RowNormals userNormals = new RowNormals(sampler.seed(), Stream.USER_ROWS);
    final RowNormals itemNormals = new RowNormals(sampler.seed(), Stream.ITEM_ROWS);
    final float[] residuals = new float[segment + SolverKernels.DOTS_OVERRUN];
  }

  GibbsSession(Problem problem, Optimizer.Gibbs sampler, SolverKernels kernels, int threads) {
    this.kernels = kernels;
    this.sampler = sampler;
    if (!problem.objective().hasBiases()) {
      throw new IllegalArgumentException("sampling needs an objective with biases");
    }
    TrainingState start = problem.start();
    dim = start.dim();
    stride = kernels.stride(dim + 1);
    segment = CpuKernels.segment(stride);
    epoch = start.epoch();

    Ratings train = problem.split().train();
    Penalty none = Penalty.uniform(0);
    CompressedRows byUser = CompressedRows.byUser(train);
    CompressedRows byItem = CompressedRows.byItem(train);
    users = new SweepSide(kernels, problem, byUser, start.users(), none, 0, stride);
    items = new SweepSide(kernels, problem, byItem, start.items(), none, 0, stride);
    users.pose(items, true);
    items.pose(users, true);
    double spread = sampler.hyperpriors().userNoise();
    userNoise = spread > 0 ? new UserNoise(spread, users.rows()) : null;
    if (userNoise != null) {
      users.observations = users.observations.withWeights(new float[train.size()]);
      items.observations = items.observations.withWeights(new float[train.size()]);
    }
    userPrior =
        prior(users, problem.information().users(), train.itemCount(), Stream.USER_PRIOR, threads);
    itemPrior =
        prior(items, problem.information().items(), train.userCount(), Stream.ITEM_PRIOR, threads);

    heldOut = new HeldOut(problem, kernels, stride);
    draws = new Draws(train.userCount(), train.itemCount(), dim);
    start
        .chain()
        .ifPresent(
            chain -> {
              userPrior.restore(chain.userWeights());
              itemPrior.restore(chain.itemWeights());
              heldOut.restore(chain.validation());
              draws.restore(chain);
              if (userNoise != null) {
                userNoise.restore(chain.userNoise().values());
              }
            });
    scratch = new Scratch[threads];
    for (int k = 0; k < threads; k++) {
      scratch[k] = new Scratch();
    }
    pool = new WorkerPool(threads);
    measure();
  }

  private SideSampler prior(
      SweepSide side, Optional<FloatMatrix> known, int others, Stream stream, int threads) {
    List<FeatureBlock> blocks =
        FeatureBlock.ofSide(known, side.ratings, others, sampler.indicators());
    return new SideSampler(
        kernels, sampler.hyperpriors(), blocks, side.rows(), dim, sampler.seed(), stream, threads);
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public Loss[] run(int sweeps, BooleanSupplier stop) {
    requireOpen();
    List<Loss> losses = new ArrayList<>(sweeps);
    while (losses.size() < sweeps && !stop.getAsBoolean()) {
      losses.add(nextLoss());
    }
    return losses.toArray(Loss[]::new);
  }

  /** Factors that overflow leave no matrix to draw from: the loss says so, and training ends. */
  private Loss nextLoss() {
    double squares;
    try {
      sweep();
      squares =
          userNoise == null ? sum(users.squaredErrors) : userNoise.unweighted(users.squaredErrors);
    } catch (ArithmeticException overflowed) {
      squares = Double.NaN;
    }
    return loss(squares, items.ratings.size());
  }

  private void sweep() {
    epoch++;
    double noise =
        GammaPrecision.draw(
            sampler.hyperpriors().noiseShape(),
            sampler.hyperpriors().noiseRate(),
            items.ratings.size(),
            sum(users.squaredErrors),
            new PhiloxSource(sampler.seed(), Stream.NOISE, epoch));
    if (userNoise != null) {
      userNoise.draw(
          noise,
          users.ratings.offsets(),
          users.squaredErrors,
          new PhiloxSource(sampler.seed(), Stream.USER_NOISE, epoch));
    }
    draw(users, items, userPrior, noise);
    draw(items, users, itemPrior, noise);
    measure();
    if (epoch > sampler.burnIn()) {
      pool.run(
          users.blocks.count(),
          (block, worker) -> heldOut.add(users, items, block, scratch[worker].residuals));
    }
    if (sampler.keeps(epoch)) {
      draws.keep(users.state().factors(), items.state().factors(), (float) noise);
    }
  }

  private void draw(SweepSide side, SweepSide other, SideSampler prior, double noise) {
    prior.draw(epoch, side.factors(), side.biases(), pool);
    prior.writeShared(noise, side.fixed);
    side.fixed.prepare();
    pool.run(side.fixed.transformTasks(), (task, worker) -> side.fixed.transform(task));
    float deviation = (float) (1 / Math.sqrt(noise));
    pool.run(
        side.blocks.count(),
        (block, worker) -> {
          Scratch memory = scratch[worker];
          RowNormals normals = side == users ? memory.userNormals : memory.itemNormals;
          RowPrior rows =
              new RowPrior(
                  prior.means(),
                  deviation,
                  (row, count, out) -> normals.fill(epoch, row, count, out));
          drawBlock(side, other, rows, block, memory);
        });
  }

  private void drawBlock(
      SweepSide side, SweepSide other, RowPrior prior, int block, Scratch memory) {
    int first = side.blocks.start(block);
    int end = side.blocks.end(block);
    side.adjustTargets(first, end, other);
    if (userNoise != null && side == items) {
      userNoise.weighItems(side.observations, first, end);
    } else if (userNoise != null) {
      userNoise.weighUsers(side.observations, first, end);
    }
    memory.solver.draw(side.fixed, side.observations, prior, first, end, side.factors());
    side.endRows(first, end);
  }

  /** Computes the users' squared errors, each times the user's weight. */
  private void measure() {
    pool.run(users.blocks.count(), (block, worker) -> measure(block, scratch[worker].residuals));
  }

  private void measure(int block, float[] residuals) {
    int first = users.blocks.start(block);
    int end = users.blocks.end(block);
    if (userNoise != null) {
      userNoise.weighUsers(users.observations, first, end);
    }
    users.adjustTargets(first, end, items);
    users.beginRows(first, end);
    for (int row = first; row < end; row++) {
      users.squaredErrors[row] = users.squaredErrors(row, items, residuals);
    }
    users.endRows(first, end);
  }

  /** Returns the loss of the average of all draws that count, or of the last while none does. */
  @Override
  public Loss validate() {
    requireOpen();
    int counted = Math.max(0, epoch - sampler.burnIn());
    double[] squaredErrors = new double[users.rows()];
    pool.run(
        users.blocks.count(),
        (block, worker) ->
            heldOut.measure(
                users, items, block, counted, scratch[worker].residuals, squaredErrors));
    return loss(sum(squaredErrors), heldOut.size());
  }

  /** Penalties and gravity are none: rows have a prior. */
  private static Loss loss(double squaredErrors, int ratings) {
    return new Loss(ratings == 0 ? 0 : squaredErrors / ratings, 0, 0);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  @Override
  public TrainingState state() {
    requireOpen();
    Chain chain = draws.chain(userPrior.weights(), itemPrior.weights(), heldOut.sums());
    if (userNoise != null) {
      float[] weights = userNoise.weights().clone();
      chain = chain.withUserNoise(new FloatMatrix(1, weights.length, weights));
    }
    return new TrainingState(epoch, dim, users.state(), items.state(), Optional.of(chain));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pool.close();
    }
  }
}
