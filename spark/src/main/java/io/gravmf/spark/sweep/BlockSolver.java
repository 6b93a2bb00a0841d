package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.solve.ConjugateGradients;
import io.gravmf.solve.FixedSide;
import io.gravmf.solve.Observations;
import io.gravmf.solve.RowSolver;
import io.gravmf.solve.SolverKernels;
import io.gravmf.spark.block.FactorBlock;
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
  private final RowSums sums;
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
    sums = new RowSums(kernels, problem, pass.side, block);
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
    if (pass.problem.onGpu()) {
      return GpuBlock.solve(pass, block, old, shipments, otherBlocks, chunkSegments);
    }
    BlockSolver solver = new BlockSolver(pass, block, shipments, otherBlocks);
    return pass.problem.hasEpochs()
        ? solver.step(old, chunkSegments)
        : solver.solve(old, chunkSegments);
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
      takeOver(old);
      new ConjugateGradients(kernels, unknowns, problem.steps)
          .improve(fixed, observations, 0, block.rows(), x, errors);
    } else {
      RowSolver solver = new RowSolver(kernels, unknowns);
      solver.solve(fixed, observations, 0, block.rows(), x);
      float64 = solver.float64Rows();
    }
    double[] squaredErrors = squaredErrors(observations);
    return new FactorBlock(
        block.number(), unknowns, values(), sums.of(x, squaredErrors, float64, chunkSegments));
  }

  /** Takes a step of AdamW; the squared errors are those of the old rows. */
  private FactorBlock step(FactorBlock old, int[] chunkSegments) {
    takeOver(old);
    FixedSide fixed = pass.fixed(kernels, other.factors, block.needed().length);
    Observations observations = observations();
    float[] moments = old.firstMoment();
    float[] squares = old.secondMoment();
    GradientStep step = new GradientStep(kernels, problem, pass.epoch, stride);
    double[] squaredErrors =
        step.apply(fixed.shared(), other.factors, observations, x, moments, squares);
    return new FactorBlock(
        block.number(),
        problem.unknowns(),
        values(),
        moments,
        squares,
        sums.of(x, squaredErrors, 0, chunkSegments));
  }

  private void takeOver(FactorBlock old) {
    int unknowns = problem.unknowns();
    for (int row = 0; row < block.rows(); row++) {
      System.arraycopy(old.values(), row * unknowns, x, LEAD + row * stride, unknowns);
    }
  }

  private float[] values() {
    int unknowns = problem.unknowns();
    float[] values = new float[block.rows() * unknowns];
    for (int row = 0; row < block.rows(); row++) {
      System.arraycopy(x, LEAD + row * stride, values, row * unknowns, unknowns);
    }
    return values;
  }

  private Observations observations() {
    float[] goals = problem.goals(block.values());
    if (other.biases != null) {
      for (int k = 0; k < goals.length; k++) {
        goals[k] -= other.biases[block.columns()[k]];
      }
    }
    Observations observations = Observations.of(block.offsets(), block.columns(), goals);
    float[] weights = problem.weights(block.values());
    if (weights != null) {
      observations = observations.withWeights(weights);
    }
    if (!problem.penalty(pass.side).isUniform()) {
      float[] ridges = new float[block.rows()];
      for (int row = 0; row < ridges.length; row++) {
        ridges[row] = (float) (problem.ratings * sums.weight(row));
      }
      observations = observations.withRidges(ridges, null);
    }
    return observations;
  }

  /** Returns each row's squared errors, where the side is the sweep's last. */
  private double[] squaredErrors(Observations observations) {
    double[] sums = new double[block.rows()];
    float[] residuals = new float[RESIDUALS + SolverKernels.DOTS_OVERRUN];
    for (int row = 0; pass.side == problem.lastSide() && row < sums.length; row++) {
      sums[row] = squaredErrors(row, observations, residuals);
    }
    return sums;
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
