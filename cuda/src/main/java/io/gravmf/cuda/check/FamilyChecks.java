package io.gravmf.cuda.check;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.cuda.check.TrainingChecks.Sizes;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.family.FamilySession;
import io.gravmf.cuda.rows.TileShape;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The row solvers and the kernels of the objective's family, by whole sweeps and epochs on an
 * objective that has every part.
 */
final class FamilyChecks {

  /** Every width and both sides of each; rows of several parts; rows without ratings. */
  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(1, 1, 2, 1),
          new Sizes(2, 20, 1000, 7),
          new Sizes(50, 70, 40, 15),
          new Sizes(30, 40, 1500, 32),
          new Sizes(2, 20, 1000, 64),
          new Sizes(20, 30, 900, 65),
          new Sizes(1, 20, 500, 100),
          new Sizes(20, 12, 600, 128),
          new Sizes(1, 12, 500, 129),
          new Sizes(6, 8, 200, 256),
          new Sizes(4, 5, 60, 500),
          new Sizes(3, 4, 40, 1022));

  /** Enough for every matrix to be well conditioned, so that rounding alone makes a difference. */
  private static final Objective EVERY_PART =
      new Objective(
          new Targets.Implicit(0.5),
          new Penalty(1, 0.5, 3),
          new Penalty(2, 1, 1),
          Optional.of(new BiasPenalty(1, 2)),
          0.1);

  private static final int STEPS = 2;
  private static final double OF_SOLUTIONS = 2e-5;
  private static final double AFTER_EPOCHS = 3e-5;

  private final CudaDevice device;
  private final Consumer<KernelCheck> results;

  FamilyChecks(CudaDevice device, Consumer<KernelCheck> results) {
    this.device = device;
    this.results = results;
  }

  void run() {
    for (Sizes sizes : SIZES) {
      Problem problem =
          RandomProblems.of(
              sizes.n(), sizes.m(), sizes.ratings(), sizes.d(), EVERY_PART, CudaKernelChecks.SEED);
      for (EpochPath path : List.of(EpochPath.SIMPLE, EpochPath.STREAM)) {
        String name = path == EpochPath.SIMPLE ? "simple" : "" + sizes.d();
        if (sizes.d() <= TileShape.MAX_D) {
          sweep(
              "normal, add_parts, solve: " + name,
              sizes,
              path,
              problem.with(new Optimizer.LeastSquares()),
              0);
        }
        sweep(
            "conjugate: " + name,
            sizes,
            path,
            problem.with(new Optimizer.ConjugateGradients(STEPS)),
            STEPS);
      }
      epochs(sizes, RandomProblems.midway(problem, CudaKernelChecks.SEED));
    }
  }

  private FamilySession open(Problem problem, EpochPath path) {
    return new FamilySession(
        DeviceScope.own(device), problem, new BackendOptions(1, Gravity.GRAM, path));
  }

  private void sweep(String kernels, Sizes sizes, EpochPath path, Problem problem, int steps) {
    ReferenceSweeps reference = new ReferenceSweeps(problem);
    reference.sweep(steps);
    try (TrainingSession session = open(problem, path)) {
      Loss loss = session.run(1, () -> false)[0];
      TrainingState state = session.state();
      RelativeError error = new RelativeError();
      add(error, state.users().factors(), reference.rows[0]);
      add(error, state.items().factors(), reference.rows[1]);
      report(kernels, sizes, error, OF_SOLUTIONS);
      Problem after = new Problem(problem.split(), problem.objective(), problem.optimizer(), state);
      reportLoss(sizes, loss, new ReferenceTrainer(after).trainLoss());
    }
  }

  private void epochs(Sizes sizes, Problem problem) {
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    try (TrainingSession session = open(problem, EpochPath.STREAM)) {
      reportLoss(sizes, session.validate(), reference.validationLoss());
      session.run(2, () -> false);
      reference.step();
      reference.step();
      TrainingState state = session.state();
      RelativeError error = new RelativeError();
      add(error, state.users().factors(), reference.users);
      add(error, state.items().factors(), reference.items);
      report("weighted_sparse, weighted_step", sizes, error, AFTER_EPOCHS);
    }
  }

  private static void add(RelativeError error, FloatMatrix found, double[][] expected) {
    for (int row = 0; row < found.rows(); row++) {
      for (int k = 0; k < found.columns(); k++) {
        error.add(found.get(row, k), expected[row][k]);
      }
    }
  }

  private void reportLoss(Sizes sizes, Loss found, Loss expected) {
    RelativeError error = new RelativeError();
    error.add(found.mse(), expected.mse());
    error.add(found.l2(), expected.l2());
    error.add(found.gravity(), expected.gravity());
    report("weighted_sparse, penalties, objective", sizes, error, CudaKernelChecks.TOLERANCE);
  }

  private void report(String kernels, Sizes sizes, RelativeError error, double tolerance) {
    results.accept(new KernelCheck(kernels, sizes.toString(), error.value(), tolerance));
  }
}
