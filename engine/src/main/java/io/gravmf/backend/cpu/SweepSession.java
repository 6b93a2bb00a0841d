package io.gravmf.backend.cpu;

import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.Ratings;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Targets;
import io.gravmf.parallel.WorkerPool;
import io.gravmf.solve.ConjugateGradients;
import io.gravmf.solve.Gram;
import io.gravmf.solve.RowSolver;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SquaredNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Sweeps of alternating least squares on the CPU.
 *
 * <p>A side's pass is a few phases of independent tasks with a barrier after each: the other side's
 * factors in the basis of the dual form, the rows, and chunks of their Gram matrix. Rows are
 * replaced in place, for a pass reads the other side alone. The items' pass leaves the residuals of
 * the new factors' predictions behind. Every sum has a fixed order, so the number of threads
 * changes no bit.
 */
final class SweepSession implements TrainingSession {

  private final SolverKernels kernels;
  private final WorkerPool pool;
  private final Problem problem;
  private final boolean hasBiases;
  private final int dim;
  private final int stride;
  private final int segment;
  private final SweepSide users;
  private final SweepSide items;
  private final CompressedRows validation;
  private final float[] validationTargets;
  private final float[] validationWeights;
  private final double[] validationSquaredErrors;
  private final Scratch[] scratch;

  /** Which of the users' entries each of the items' is; null for exact sweeps. */
  private final int[] entriesOfUsers;

  private double inner;
  private int epoch;
  private boolean closed;

  /** Memory of one worker; one of both solvers is null. */
  private static final class Scratch {
    final RowSolver solver;
    final ConjugateGradients gradients;
    final float[] residuals;
    final Gram.Scratch gram;

    Scratch(SolverKernels kernels, Optimizer optimizer, int unknowns, int segment) {
      boolean exact = optimizer instanceof Optimizer.LeastSquares;
      solver = exact ? new RowSolver(kernels, unknowns) : null;
      gradients =
          optimizer instanceof Optimizer.ConjugateGradients by
              ? new ConjugateGradients(kernels, unknowns, by.steps())
              : null;
      residuals = new float[segment + SolverKernels.DOTS_OVERRUN];
      gram = new Gram.Scratch(kernels, unknowns);
    }
  }

  SweepSession(Problem problem, SolverKernels kernels, int threads) {
    this.kernels = kernels;
    this.problem = problem;
    TrainingState start = problem.start();
    Objective objective = problem.objective();
    hasBiases = objective.hasBiases();
    dim = start.dim();
    int unknowns = hasBiases ? dim + 1 : dim;
    stride = kernels.stride(unknowns);
    segment = CpuKernels.segment(stride);
    epoch = start.epoch();

    Ratings train = problem.split().train();
    BiasPenalty biases = objective.biases().orElse(new BiasPenalty(0, 0));
    users =
        new SweepSide(
            kernels,
            problem,
            CompressedRows.byUser(train),
            start.users(),
            objective.users(),
            biases.users(),
            stride);
    items =
        new SweepSide(
            kernels,
            problem,
            CompressedRows.byItem(train),
            start.items(),
            objective.items(),
            biases.items(),
            stride);
    boolean exact = problem.optimizer() instanceof Optimizer.LeastSquares;
    users.pose(items, exact);
    items.pose(users, exact);
    entriesOfUsers = exact ? null : items.ratings.entriesIn(users.ratings);

    Ratings held = problem.split().validation();
    Targets targets = objective.targets();
    validation = CompressedRows.byUser(held);
    validationTargets = targets.targets(validation, held.values(), problem.mean());
    validationWeights = targets.isWeighted() ? targets.weights(validation, held.values()) : null;
    validationSquaredErrors = new double[users.rows()];

    scratch = new Scratch[threads];
    for (int k = 0; k < threads; k++) {
      scratch[k] = new Scratch(kernels, problem.optimizer(), unknowns, segment);
    }
    pool = new WorkerPool(threads);
    for (SweepSide side : List.of(users, items)) {
      side.beginRows(0, side.rows());
      side.endRows(0, side.rows());
      sumGram(side);
    }
    inner = users.gram.inner(items.gram);
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
      solve(users, items);
      solve(items, users);
      inner = users.gram.inner(items.gram);
      epoch++;
      losses.add(loss(items.squaredErrors, items.ratings.size()));
    }
    return losses.toArray(Loss[]::new);
  }

  private void solve(SweepSide side, SweepSide other) {
    side.writeShared(other);
    side.fixed.prepare();
    pool.run(side.fixed.transformTasks(), (task, worker) -> side.fixed.transform(task));
    pool.run(
        side.blocks.count(), (block, worker) -> solveBlock(side, other, block, scratch[worker]));
    sumGram(side);
  }

  private void solveBlock(SweepSide side, SweepSide other, int block, Scratch memory) {
    int first = side.blocks.start(block);
    int end = side.blocks.end(block);
    side.adjustTargets(first, end, other);
    side.beginRows(first, end);
    if (memory.solver != null) {
      memory.solver.solve(side.fixed, side.observations, first, end, side.factors());
      for (int row = first; side == items && row < end; row++) {
        side.squaredErrors[row] = side.squaredErrors(row, other, memory.residuals);
      }
    } else if (side == users) {
      memory.gradients.improve(
          side.fixed, side.observations, first, end, side.factors(), side.errors);
    } else {
      improveItems(first, end, memory.gradients);
    }
    side.endRows(first, end);
  }

  /** The users' pass has left their errors behind; those of the new factors give the loss. */
  private void improveItems(int first, int end, ConjugateGradients gradients) {
    int[] offsets = items.ratings.offsets();
    for (int k = offsets[first]; k < offsets[end]; k++) {
      items.errors[k] = users.errors[entriesOfUsers[k]];
    }
    gradients.improveKnown(
        items.fixed, items.observations, first, end, items.factors(), items.errors);
    float[] weights = items.observations.weights();
    for (int row = first; row < end; row++) {
      items.squaredErrors[row] =
          SquaredNorm.weighted(
              items.errors, offsets[row], offsets[row + 1] - offsets[row], weights, offsets[row]);
    }
  }

  private void sumGram(SweepSide side) {
    pool.run(
        side.gram.tasks(),
        (task, worker) -> side.gram.sum(task, side.factors(), scratch[worker].gram));
    side.gram.finish();
  }

  @Override
  public Loss validate() {
    requireOpen();
    pool.run(users.blocks.count(), this::validateUsers);
    return loss(validationSquaredErrors, validationTargets.length);
  }

  private void validateUsers(int block, int worker) {
    int[] offsets = validation.offsets();
    int[] columns = validation.columns();
    float[] residuals = scratch[worker].residuals;
    for (int row = users.blocks.start(block); row < users.blocks.end(block); row++) {
      // Both rows' last columns are 1 where there are biases.
      float bias = hasBiases ? users.bias(row) - 1 : 0;
      double sum = 0;
      for (int from = offsets[row]; from < offsets[row + 1]; from += segment) {
        int to = Math.min(from + segment, offsets[row + 1]);
        kernels.dots(users.factors(), row, items.factors(), stride, columns, from, to, residuals);
        for (int k = from; k < to; k++) {
          residuals[k - from] += bias + items.bias(columns[k]) - validationTargets[k];
        }
        sum += SquaredNorm.weighted(residuals, 0, to - from, validationWeights, from);
      }
      validationSquaredErrors[row] = sum;
    }
  }

  private Loss loss(double[] squaredErrors, int ratings) {
    double gravity = problem.objective().gravity() * inner / ((double) users.rows() * items.rows());
    return new Loss(
        ratings == 0 ? 0 : sum(squaredErrors) / ratings,
        sum(users.penalties) + sum(items.penalties),
        gravity);
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
    return new TrainingState(epoch, dim, users.state(), items.state());
  }

  @Override
  public Optional<Retries> retries() {
    if (scratch[0].solver == null) {
      return Optional.empty();
    }
    long float64 = 0;
    long primal = 0;
    for (Scratch each : scratch) {
      float64 += each.solver.float64Rows();
      primal += each.solver.primalRows();
    }
    return Optional.of(new Retries(float64, primal));
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
