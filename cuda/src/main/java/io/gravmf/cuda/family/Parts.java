package io.gravmf.cuda.family;

import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.rows.LostRows;
import io.gravmf.cuda.rows.RowSolver;
import io.gravmf.objective.Optimizer;

/** What a session of the family consists of, laid out for one problem. */
final class Parts {

  final FamilyProblem problem;
  final FamilyKernels kernels;
  final LostRows lost;
  final Step step;

  /** Null where sweeps solve rows. */
  final WeightedEpoch epochs;

  /** Null where epochs step. */
  private final RowSolver solver;

  /**
   * Lays all parts out.
   *
   * @param module what launches take kernels from; null where nothing is to be launched
   * @param simple whether by the plainest kernels
   */
  Parts(Layout layout, KernelModule module, Problem given, boolean simple) {
    problem = new FamilyProblem(layout, given);
    kernels = new FamilyKernels(module, problem);
    lost = new LostRows(layout, problem, FamilyProblem.MAX_BATCH);
    if (given.optimizer() instanceof Optimizer.AdamW optimizer) {
      epochs = new WeightedEpoch(layout, module, kernels, problem, given, optimizer);
      solver = null;
      step = epochs;
    } else {
      epochs = null;
      solver = RowSolver.of(layout, module, problem, given.optimizer(), lost, simple);
      step = new Sweep(problem, kernels, solver);
    }
  }

  /** Uploads all that training starts with, once the layout is allocated. */
  void upload(DeviceScope scope, TrainingState start) {
    problem.upload(start);
    lost.open(scope);
    if (epochs != null) {
      epochs.upload(scope, start);
    } else {
      solver.upload();
    }
  }
}
