package io.gravmf.cuda.family;

import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.epoch.GramChunks;
import io.gravmf.cuda.rows.ParameterMatrix;
import io.gravmf.cuda.rows.RowBuffers;
import io.gravmf.cuda.rows.RowOrder;
import io.gravmf.cuda.rows.RowProblem;
import io.gravmf.cuda.rows.RowsSize;
import io.gravmf.cuda.rows.Side;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.List;

/**
 * What every way to train has in device memory: the buffers of {@code
 * kernels/src/main/cuda/ABI.md}, by its names.
 */
public final class FamilyProblem implements RowProblem {

  /** Epochs or sweeps of one batch: how many losses the device holds. */
  public static final int MAX_BATCH = 512;

  public final RowsSize size;
  final GramChunks chunks;
  public final DeviceRatings train;
  public final DeviceRatings held;
  final double gravity;
  final BiasPenalty biasPenalty;
  public final ParameterMatrix factors;
  final Layout.Buffer gramPartials;
  final Layout.Buffer gram;
  final Layout.Buffer penalty;
  final Layout.Buffer penalties;
  public final Layout.Buffer counter;
  public final Layout.Buffer losses;
  public final Layout.Buffer heldLoss;
  private final Objective objective;

  /** Lays a problem out. */
  public FamilyProblem(Layout layout, Problem problem) {
    objective = problem.objective();
    size = RowsSize.of(problem);
    chunks = GramChunks.of(size.n(), size.m(), size.d());
    gravity = objective.gravity();
    biasPenalty = objective.biases().orElse(new BiasPenalty(0, 0));
    double mean = problem.mean();
    boolean weighed =
        problem.optimizer() instanceof Optimizer.Gibbs sampler
            && sampler.hyperpriors().userNoise() > 0;
    Targets targets = objective.targets();
    train = new DeviceRatings(layout, problem.split().train(), targets, mean, weighed);
    held = new DeviceRatings(layout, problem.split().validation(), targets, mean, false);
    factors = new ParameterMatrix(layout, size, true);
    gramPartials = layout.add(GramChunks.floats(chunks.units()), Float.BYTES);
    gram = layout.add(2L * size.ld() * size.ld(), Float.BYTES);
    penalty = layout.add(size.rows(), Double.BYTES);
    penalties = layout.add(size.rows(), Double.BYTES);
    counter = layout.add(1, Integer.BYTES);
    losses = layout.add(3L * MAX_BATCH, Double.BYTES);
    heldLoss = layout.add(3, Double.BYTES);
  }

  /** Uploads ratings, penalties and factors. */
  public void upload(TrainingState start) {
    train.upload();
    held.upload();
    for (Side side : Side.values()) {
      Penalty of = side == Side.USERS ? objective.users() : objective.items();
      DeviceMemory.upload(
          penalty.at((long) size.firstRow(side) * Double.BYTES),
          of.weights(train.by(side).offsets()));
    }
    factors.upload(start.users().factors(), start.items().factors());
  }

  /** Returns the weight of a side's squared biases in the objective. */
  double biasWeight(Side side) {
    return side == Side.USERS ? biasPenalty.users() / size.n() : biasPenalty.items() / size.m();
  }

  @Override
  public RowsSize size() {
    return size;
  }

  @Override
  public List<Side> sides() {
    return List.of(Side.values());
  }

  @Override
  public RowOrder order(Side side) {
    return new RowOrder(train.cut.rowBegin, size.firstRow(side), size.rows(side));
  }

  @Override
  public RowBuffers buffers() {
    return new RowBuffers(
        factors,
        train.columns,
        train.targets,
        train.weights,
        train.rowBegin,
        gram,
        penalty,
        counter);
  }

  @Override
  public double ratings() {
    return train.size();
  }

  @Override
  public double gravity() {
    return gravity * ratings() / ((double) size.n() * size.m());
  }

  @Override
  public double biasRidge(Side side) {
    return biasWeight(side) * ratings();
  }
}
