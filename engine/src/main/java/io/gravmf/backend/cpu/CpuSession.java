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
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.parallel.WorkerPool;
import io.gravmf.solve.SquaredNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Epochs of AdamW on the CPU.
 *
 * <p>An epoch is four phases of independent tasks with a barrier after each: users (residuals,
 * gradients, AdamW), items (the same, with the residuals that the users' phase left), chunks of
 * both Gram matrices of the new factors, and their sums. Both sides read the old factors: the
 * users' new ones are kept apart until the items are done, an item's own are then read by nobody
 * else and are replaced in place. So the order of tasks within a phase does not matter; every sum
 * has a fixed order, so the number of threads does not either.
 */
final class CpuSession implements TrainingSession {

  private final CpuKernels kernels;
  private final WorkerPool pool;
  private final Objective objective;
  private final Optimizer.AdamW optimizer;
  private final int dim;

  /** How many columns a row has: its factors, and with biases its bias and the constant 1. */
  private final int columns;

  private final int stride;

  /** A user's ratings that are treated at a time. */
  private final int segment;

  private final Side users;
  private final Side items;
  private final int[] userEntryOfItemEntry;
  private final float[] targets;

  /** What residuals are multiplied by, as {@link #targets}; null where that is 1. */
  private final float[] weights;

  private final float[] residuals;
  private final double[] squaredErrors;
  private final CompressedRows validation;
  private final float[] validationTargets;
  private final float[] validationWeights;
  private final double[] validationSquaredErrors;
  private final Scratch[] scratch;
  private final PanelSums[] panelSums;
  private int epoch;
  private double l2;
  private double gravity;
  private boolean closed;

  /** A panel's shares of |U|², |V|² and of the inner product of both Gram matrices. */
  private record PanelSums(double users, double items, double inner) {}

  /** Memory of one worker. */
  private static final class Scratch {
    final PaddedRows gradients;
    final float[] residuals;
    final PaddedRows gramPanel;

    Scratch(CpuKernels kernels, int stride, int segment) {
      gradients = kernels.rows(RowBlocks.MAX_ROWS, stride);
      residuals = new float[segment + CpuKernels.DOTS_OVERRUN];
      gramPanel = kernels.rows(GramMatrix.PANEL, stride);
    }
  }

  CpuSession(Problem problem, Optimizer.AdamW optimizer, CpuKernels kernels, int threads) {
    this.kernels = kernels;
    this.optimizer = optimizer;
    objective = problem.objective();
    TrainingState start = problem.start();
    dim = start.dim();
    columns = columns(problem);
    stride = stride(columns, kernels);
    epoch = start.epoch();
    segment = CpuKernels.segment(stride);

    Ratings train = problem.split().train();
    users =
        new Side(
            kernels,
            stride,
            CompressedRows.byUser(train),
            start.users(),
            objective.users(),
            dim,
            columns,
            dim,
            false);
    items =
        new Side(
            kernels,
            stride,
            CompressedRows.byItem(train),
            start.items(),
            objective.items(),
            dim,
            columns,
            dim + 1,
            true);
    objective.biases().ifPresent(this::writeBiasPenalties);
    Targets goals = objective.targets();
    targets = goals.targets(users.ratings, train.values(), problem.mean());
    weights = goals.isWeighted() ? goals.weights(users.ratings, train.values()) : null;
    residuals = new float[train.size()];
    squaredErrors = new double[users.rows()];
    userEntryOfItemEntry = items.ratings.entriesIn(users.ratings);

    Ratings held = problem.split().validation();
    validation = CompressedRows.byUser(held);
    validationTargets = goals.targets(validation, held.values(), problem.mean());
    validationWeights = goals.isWeighted() ? goals.weights(validation, held.values()) : null;
    validationSquaredErrors = new double[users.rows()];

    scratch = new Scratch[threads];
    for (int k = 0; k < threads; k++) {
      scratch[k] = new Scratch(kernels, stride, segment);
    }
    panelSums = new PanelSums[GramMatrix.panels(dim)];
    pool = new WorkerPool(threads);
    computeGramMatrices();
  }

  /** Returns how many columns a row of a problem has here. */
  static int columns(Problem problem) {
    return problem.start().dim() + (problem.objective().hasBiases() ? 2 : 0);
  }

  /** Returns the length of a padded row. */
  static int stride(int columns, CpuKernels kernels) {
    int lanes = kernels.lanes();
    return (columns + lanes - 1) / lanes * lanes;
  }

  /** A bias has no gravity, but a penalty of its own: an entry of the diagonal, set once. */
  private void writeBiasPenalties(BiasPenalty biases) {
    int ofUsers = users.biasColumn();
    int ofItems = items.biasColumn();
    users.pull.set(ofUsers, ofUsers, (float) (2 * biases.users() / users.rows()));
    items.pull.set(ofItems, ofItems, (float) (2 * biases.items() / items.rows()));
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public Loss[] run(int epochs, BooleanSupplier stop) {
    requireOpen();
    List<Loss> losses = new ArrayList<>(epochs);
    while (losses.size() < epochs && !stop.getAsBoolean()) {
      losses.add(runEpoch());
    }
    return losses.toArray(Loss[]::new);
  }

  private Loss runEpoch() {
    AdamwStep step = AdamwStep.at(epoch + 1, optimizer);
    pool.run(users.blocks.count(), (block, worker) -> updateUsers(block, scratch[worker], step));
    pool.run(items.blocks.count(), (block, worker) -> updateItems(block, scratch[worker], step));
    Loss loss = loss(squaredErrors, residuals.length);
    users.swap();
    items.swap();
    computeGramMatrices();
    epoch++;
    return loss;
  }

  @Override
  public Loss validate() {
    requireOpen();
    pool.run(users.blocks.count(), this::validateUsers);
    return loss(validationSquaredErrors, validationTargets.length);
  }

  private Loss loss(double[] squaredErrorsByUser, int ratings) {
    double sum = 0;
    for (double squaredError : squaredErrorsByUser) {
      sum += squaredError;
    }
    return new Loss(ratings == 0 ? 0 : sum / ratings, l2, gravity);
  }

  private void computeGramMatrices() {
    int userTasks = users.gram.sumTasks();
    pool.run(
        userTasks + items.gram.sumTasks(),
        (task, worker) -> {
          PaddedRows panel = scratch[worker].gramPanel;
          if (task < userTasks) {
            users.gram.sumChunk(task, kernels, users.factors(), panel);
          } else {
            items.gram.sumChunk(task - userTasks, kernels, items.factors(), panel);
          }
        });
    pool.run(panelSums.length, (panel, worker) -> panelSums[panel] = finishPanel(panel));
    double n = users.rows();
    double m = items.rows();
    l2 = 0;
    gravity = 0;
    for (PanelSums sums : panelSums) {
      l2 += inGram(objective.users()) * sums.users / n + inGram(objective.items()) * sums.items / m;
      gravity += objective.gravity() * sums.inner / (n * m);
    }
    l2 += penaltyByRow(users, objective.users()) + penaltyByRow(items, objective.items());
    objective
        .biases()
        .ifPresent(
            biases ->
                l2 +=
                    biases.users() / n * squaredBiases(users)
                        + biases.items() / m * squaredBiases(items));
  }

  /** Returns the part of a penalty that is the same for all rows, and so goes by Gram matrices. */
  private static double inGram(Penalty penalty) {
    return penalty.isUniform() ? penalty.lambda() : 0;
  }

  /** Returns a side's L2 where its rows weigh differently. */
  private double penaltyByRow(Side side, Penalty penalty) {
    if (penalty.isUniform()) {
      return 0;
    }
    PaddedRows factors = side.factors();
    pool.run(
        side.blocks.count(),
        (block, worker) -> {
          for (int row = side.blocks.start(block); row < side.blocks.end(block); row++) {
            side.squaredNorms[row] = SquaredNorm.of(factors.array(row), factors.at(row), dim);
          }
        });
    double sum = 0;
    for (int row = 0; row < side.rows(); row++) {
      sum += side.penalties[row] * side.squaredNorms[row];
    }
    return sum;
  }

  private static double squaredBiases(Side side) {
    double sum = 0;
    for (int row = 0; row < side.rows(); row++) {
      double bias = side.factors().get(row, side.biasColumn());
      sum += bias * bias;
    }
    return sum;
  }

  private PanelSums finishPanel(int panel) {
    users.gram.addChunks(panel);
    items.gram.addChunks(panel);
    double n = users.rows();
    double m = items.rows();
    double scale = 2 * objective.gravity() / (n * m);
    items.gram.writeScaled(panel, scale, 2 * inGram(objective.users()) / n, users.pull);
    users.gram.writeScaled(panel, scale, 2 * inGram(objective.items()) / m, items.pull);
    return new PanelSums(
        users.gram.squaredNorm(panel),
        items.gram.squaredNorm(panel),
        users.gram.inner(items.gram, panel));
  }

  private void updateUsers(int block, Scratch memory, AdamwStep step) {
    int start = users.blocks.start(block);
    int end = users.blocks.end(block);
    startGradients(users, start, end, memory);
    int[] offsets = users.ratings.offsets();
    for (int row = start; row < end; row++) {
      double squaredError = 0;
      for (int from = offsets[row]; from < offsets[row + 1]; from += segment) {
        int to = Math.min(from + segment, offsets[row + 1]);
        squaredError += residuals(users.ratings, row, from, to, targets, weights, memory.residuals);
        System.arraycopy(memory.residuals, 0, residuals, from, to - from);
        addSegment(users, items, row - start, from, to, null, memory);
      }
      squaredErrors[row] = squaredError;
      stepRow(users, objective.users(), row, row - start, memory, step);
    }
  }

  private void updateItems(int block, Scratch memory, AdamwStep step) {
    int start = items.blocks.start(block);
    int end = items.blocks.end(block);
    startGradients(items, start, end, memory);
    int[] offsets = items.ratings.offsets();
    for (int row = start; row < end; row++) {
      for (int from = offsets[row]; from < offsets[row + 1]; from += CpuKernels.MAX_SEGMENT) {
        int to = Math.min(from + CpuKernels.MAX_SEGMENT, offsets[row + 1]);
        addSegment(items, users, row - start, from, to, userEntryOfItemEntry, memory);
      }
      stepRow(items, objective.items(), row, row - start, memory, step);
    }
  }

  private void startGradients(Side side, int start, int end, Scratch memory) {
    kernels.multiply(side.factors(), start, end - start, columns, side.pull, memory.gradients);
  }

  private void addSegment(
      Side side, Side other, int rowInBlock, int from, int to, int[] places, Scratch memory) {
    kernels.addWeightedRows(
        other.factors(),
        side.ratings.columns(),
        from,
        to,
        residuals,
        places,
        2.0f / residuals.length,
        memory.gradients,
        rowInBlock);
  }

  /**
   * A row at a time: other processors have copies of the lines that are written, and while these
   * are called back, which takes long where processors share no cache, the next row is computed.
   */
  private void stepRow(
      Side side, Penalty penalty, int row, int rowInBlock, Scratch memory, AdamwStep step) {
    if (!penalty.isUniform()) {
      addPenalty(side, row, rowInBlock, memory.gradients);
    }
    kernels.adamw(
        side.factors(),
        side.nextFactors(),
        side.firstMoment(),
        side.secondMoment(),
        row,
        1,
        memory.gradients,
        rowInBlock,
        step);
    if (step.epsilon() == 0) {
      side.clearPadding(row);
    }
    if (objective.hasBiases()) {
      // What the step has made of the constant is of no meaning: it has no gradient.
      side.fix(side.nextFactors(), row);
    }
  }

  private void addPenalty(Side side, int row, int rowInBlock, PaddedRows gradients) {
    float scale = (float) (2 * side.penalties[row]);
    float[] factors = side.factors().array(row);
    int from = side.factors().at(row);
    float[] gradient = gradients.array(rowInBlock);
    int to = gradients.at(rowInBlock);
    for (int k = 0; k < dim; k++) {
      gradient[to + k] += scale * factors[from + k];
    }
  }

  /**
   * Writes the residuals of a user's ratings, each times its weight, to {@code out} and returns the
   * sum of their squares, likewise weighted.
   */
  private double residuals(
      CompressedRows ratings,
      int user,
      int from,
      int to,
      float[] goals,
      float[] weights,
      float[] out) {
    kernels.dots(users.factors(), user, items.factors(), ratings.columns(), from, to, out);
    int count = to - from;
    for (int k = 0; k < count; k++) {
      out[k] -= goals[from + k];
    }
    return weights == null ? SquaredNorm.of(out, 0, count) : weigh(out, weights, from, count);
  }

  private static double weigh(float[] residuals, float[] weights, int from, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      float weighted = weights[from + k] * residuals[k];
      sum += (double) weighted * residuals[k];
      residuals[k] = weighted;
    }
    return sum;
  }

  private void validateUsers(int block, int worker) {
    int[] offsets = validation.offsets();
    float[] out = scratch[worker].residuals;
    for (int row = users.blocks.start(block); row < users.blocks.end(block); row++) {
      double sum = 0;
      for (int from = offsets[row]; from < offsets[row + 1]; from += segment) {
        int to = Math.min(from + segment, offsets[row + 1]);
        sum += residuals(validation, row, from, to, validationTargets, validationWeights, out);
      }
      validationSquaredErrors[row] = sum;
    }
  }

  @Override
  public TrainingState state() {
    requireOpen();
    int stored = objective.hasBiases() ? dim + 1 : dim;
    return new TrainingState(epoch, dim, users.state(stored), items.state(stored));
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
