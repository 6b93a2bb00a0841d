package io.gravmf.cuda.family;

import io.gravmf.cuda.rows.RowSolver;
import io.gravmf.cuda.rows.Side;
import jcuda.driver.CUstream;

/** All users' rows solved, then all items' rows by the new users, and the loss of both. */
final class Sweep implements Step {

  private final FamilyProblem problem;
  private final FamilyKernels kernels;
  private final RowSolver solver;

  Sweep(FamilyProblem problem, FamilyKernels kernels, RowSolver solver) {
    this.problem = problem;
    this.kernels = kernels;
    this.solver = solver;
  }

  @Override
  public int counterBeforeFirst() {
    return 0;
  }

  /** A sweep leaves the Gram matrices of its factors behind; the first finds none. */
  @Override
  public void begin(CUstream stream, int firstEpoch, int count) {
    kernels.gram(stream, null);
  }

  @Override
  public void queue(CUstream stream) {
    solver.queue(stream, Side.USERS);
    kernels.gramOfUsers(stream);
    solver.queue(stream, Side.ITEMS);
    kernels.gram(stream, null);
    kernels.errors(stream, problem.train, null);
    kernels.objective(stream, problem.train, problem.losses.at(), problem.counter.at(), true);
  }
}
