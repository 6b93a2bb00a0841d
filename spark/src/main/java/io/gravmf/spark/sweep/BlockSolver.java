package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.solve.ConjugateGradients;
import io.gravmf.solve.FixedSide;
import io.gravmf.solve.Observations;
import io.gravmf.solve.RowSolver;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SquaredNorm;
import io.gravmf.spark.block.FactorBlock;
import io.gravmf.spark.block.Layout;
import io.gravmf.spark.block.RowBlock;
import io.gravmf.spark.block.Shipment;
import java.util.Iterator;

/**
 * The unit of work: a block's rows are solved by the engine's row solver, given the rows of the
 * other side that it needs and what all rows share. A function of these alone.
 */
final class BlockSolver {

  /** Entries whose residuals are in memory at a time. */
  private static final int RESIDUALS = 512;

  private final HalfSweep pass;
  private final SweepProblem problem;
  private final RowBlock block;
  private final SolverKernels kernels;
  private final OtherRows other;
  private final int stride;
  private final float[] x;

  /** By entry, what conjugate gradients leave behind; null where rows are solved exactly. */
  private final float[] errors;

  private BlockSolver(
      HalfSweep pass, RowBlock block, Iterator<Shipment> shipments, int[] otherBlocks) {
    this.pass = pass;
    this.block = block;
    problem = pass.problem;
    kernels = Kernels.find(problem.kernels);
    stride = kernels.stride(problem.unknowns());
    other = new OtherRows(kernels, problem, block, otherBlocks, shipments);
    x = new float[OtherRows.size(block.rows(), stride)];
    errors = problem.steps > 0 ? new float[block.values().length] : null;
  }

  /**
   * Solves a block.
   *
   * @param old the block's rows before, for conjugate gradients to begin from; null for exact
   * @param otherBlocks where the other side's blocks begin, and last the number of its rows
   * @param chunkSegments the segments of the Gram matrix's chunks
   */
  static FactorBlock solve(
      HalfSweep pass,
      RowBlock block,
      FactorBlock old,
      Iterator<Shipment> shipments,
      int[] otherBlocks,
      int[] chunkSegments) {
    return new BlockSolver(pass, block, shipments, otherBlocks).solve(old, chunkSegments);
  }

  private FactorBlock solve(FactorBlock old, int[] chunkSegments) {
    int unknowns = problem.unknowns();
    FixedSide fixed = pass.fixed(kernels, other.factors, block.needed().length);
    for (int task = 0; task < fixed.transformTasks(); task++) {
      fixed.transform(task);
    }
    Observations observations = observations();
    long float64 = 0;
    if (problem.steps > 0) {
      for (int row = 0; row < block.rows(); row++) {
        System.arraycopy(old.values(), row * unknowns, x, LEAD + row * stride, unknowns);
      }
      new ConjugateGradients(kernels, unknowns, problem.steps)
          .improve(fixed, observations, 0, block.rows(), x, errors);
    } else {
      RowSolver solver = new RowSolver(kernels, unknowns);
      solver.solve(fixed, observations, 0, block.rows(), x);
      float64 = solver.float64Rows();
    }
    double[][] losses = losses(observations);
    float[] values = new float[block.rows() * unknowns];
    for (int row = 0; row < block.rows(); row++) {
      System.arraycopy(x, LEAD + row * stride, values, row * unknowns, unknowns);
    }
    RowSums sums = new RowSums(kernels, problem, block.firstSegment(), block.segments());
    return new FactorBlock(
        block.number(), unknowns, values, sums.of(x, losses, float64, chunkSegments));
  }

  private Observations observations() {
    Targets targets = problem.targets();
    float[] values = block.values();
    float[] goals = new float[values.length];
    for (int k = 0; k < goals.length; k++) {
      goals[k] = targets.target(values[k], problem.mean);
      if (other.biases != null) {
        goals[k] -= other.biases[block.columns()[k]];
      }
    }
    Observations observations = Observations.of(block.offsets(), block.columns(), goals);
    if (targets.isWeighted()) {
      float[] weights = new float[values.length];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = targets.weight(values[k]);
      }
      observations = observations.withWeights(weights);
    }
    if (!problem.penalty(pass.side).isUniform()) {
      float[] ridges = new float[block.rows()];
      for (int row = 0; row < ridges.length; row++) {
        ridges[row] = (float) (problem.ratings * weight(row));
      }
      observations = observations.withRidges(ridges, null);
    }
    return observations;
  }

  /** Returns the weight of a row's penalty in the objective. */
  private double weight(int row) {
    Penalty penalty = problem.penalty(pass.side);
    int count = block.offsets()[row + 1] - block.offsets()[row];
    return penalty.weight(count, problem.meanCount(pass.side), problem.rows(pass.side));
  }

  /** Returns each segment's penalties and, where items are solved, squared errors. */
  private double[][] losses(Observations observations) {
    int[] segments = block.segments();
    double[][] losses = new double[segments.length - 1][2];
    float[] residuals = new float[RESIDUALS + SolverKernels.DOTS_OVERRUN];
    for (int segment = 0; segment < losses.length; segment++) {
      for (int row = segments[segment]; row < segments[segment + 1]; row++) {
        int at = LEAD + row * stride;
        double penalty = weight(row) * SquaredNorm.of(x, at, problem.dim);
        if (problem.biases) {
          float bias = x[at + problem.dim];
          penalty += problem.biasPenalty(pass.side) * bias * bias;
        }
        losses[segment][0] += penalty;
        if (pass.side == Layout.ITEMS) {
          losses[segment][1] += squaredErrors(row, observations, residuals);
        }
      }
    }
    return losses;
  }

  private double squaredErrors(int row, Observations observations, float[] residuals) {
    int end = block.offsets()[row + 1];
    float[] targets = observations.targets();
    float[] weights = observations.weights();
    double sum = 0;
    for (int from = block.offsets()[row]; from < end; from += RESIDUALS) {
      int to = Math.min(from + RESIDUALS, end);
      if (errors == null) {
        kernels.dots(x, row, other.factors, stride, block.columns(), from, to, residuals);
      }
      for (int k = from; k < to; k++) {
        float residual = errors == null ? residuals[k - from] - targets[k] : errors[k];
        sum += (weights == null ? 1.0 : weights[k]) * residual * residual;
      }
    }
    return sum;
  }
}
