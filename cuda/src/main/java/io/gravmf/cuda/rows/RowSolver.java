package io.gravmf.cuda.rows;

import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.objective.Optimizer;
import jcuda.driver.CUstream;

/** A way to solve all rows of a side, the other side being fixed. */
public interface RowSolver {

  /**
   * Returns the solver of an optimiser.
   *
   * @param lost counts rows that float32 cannot solve
   * @param simple whether by the plainest kernels, in float64
   */
  static RowSolver of(
      Layout layout,
      KernelModule module,
      RowProblem problem,
      Optimizer optimizer,
      LostRows lost,
      boolean simple) {
    if (optimizer instanceof Optimizer.ConjugateGradients by) {
      return simple
          ? new SimpleConjugateRows(layout, module, problem, by.steps())
          : new ConjugateRows(layout, module, problem, by.steps());
    }
    return simple
        ? new SimpleExactRows(layout, module, problem)
        : new ExactRows(layout, module, problem, lost);
  }

  /** Uploads what the solver needs beside the problem. */
  void upload();

  /** Queues the solution of a side; the other side's Gram matrix must be that of its factors. */
  void queue(CUstream stream, Side side);
}
