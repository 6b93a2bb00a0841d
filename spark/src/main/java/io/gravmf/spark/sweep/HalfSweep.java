package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.objective.Penalty;
import io.gravmf.solve.DualForm;
import io.gravmf.solve.FixedSide;
import io.gravmf.solve.Gram;
import io.gravmf.solve.SolverKernels;
import io.gravmf.spark.block.Layout;
import java.io.Serializable;

/**
 * What all rows of one side have in common in one pass: the problem, and the other side's Gram
 * matrix. Broadcast, and made into a system once by each executor.
 */
final class HalfSweep implements Serializable {

  private static final long serialVersionUID = 1;

  final SweepProblem problem;

  /** The side that is solved. */
  final int side;

  /** Epochs run before, by AdamW. */
  final int epoch;

  /** The other side's Gram matrix, the lower triangle by rows. */
  final double[] gram;

  private final DualForm form;
  private transient FixedSide shared;

  /**
   * Describes a pass.
   *
   * @param solved the layout of the side that is solved
   * @param gram the other side's Gram matrix, the lower triangle by rows
   * @param epoch passes of the side before
   */
  HalfSweep(SweepProblem problem, int side, Layout solved, double[] gram, int epoch) {
    this.problem = problem;
    this.side = side;
    this.gram = gram;
    this.epoch = epoch;
    int unknowns = problem.unknowns();
    form =
        problem.readsOldRows()
            ? DualForm.NONE
            : DualForm.ofCounts(
                unknowns,
                problem.rows(1 - side),
                problem.gravity > 0,
                !problem.penalty(side).isUniform(),
                solved.rowsByCount(unknowns));
  }

  /** Returns what the other side's Gram matrix is multiplied by in each row's system. */
  double gravity() {
    return problem.gravity
        * problem.ratings
        / ((double) problem.rows(side) * problem.rows(1 - side));
  }

  /** Returns what a bias's equation has on its diagonal beyond its ratings. */
  double biasRidge() {
    return problem.ratings * problem.biasPenalty(side);
  }

  /** Returns factors of the other side with the part of the systems that all rows share. */
  FixedSide fixed(SolverKernels kernels, float[] factors, int rows) {
    return shared(kernels).over(factors, rows);
  }

  private synchronized FixedSide shared(SolverKernels kernels) {
    if (shared == null) {
      int dim = problem.dim;
      int unknowns = problem.unknowns();
      FixedSide made = new FixedSide(kernels, new float[0], 0, unknowns, problem.biases, form);
      Penalty penalty = problem.penalty(side);
      double ratings = problem.ratings;
      double ridge = penalty.isUniform() ? ratings * penalty.lambda() / problem.rows(side) : 0;
      Gram.of(dim, gram).writeShared(gravity(), ridge, made);
      if (problem.biases) {
        made.shared()[LEAD + dim * kernels.stride(unknowns) + dim] = (float) biasRidge();
      }
      made.prepare();
      shared = made;
    }
    return shared;
  }
}
