package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.cuda.block.BlockDevices;
import io.gravmf.cuda.block.BlockSystems;
import io.gravmf.cuda.block.SolvedBlock;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Optimizer;
import io.gravmf.solve.SolverKernels;
import io.gravmf.spark.block.FactorBlock;
import io.gravmf.spark.block.RowBlock;
import io.gravmf.spark.block.Shipment;
import java.util.Iterator;

/**
 * A block whose rows the task's GPU solves. The sums that the driver is told are made of them as of
 * rows that the processor has solved, but for the squared errors.
 */
final class GpuBlock {

  private GpuBlock() {}

  /** Solves a block; parameters are those of {@link BlockSolver#solve}. */
  static FactorBlock solve(
      HalfSweep pass,
      RowBlock block,
      FactorBlock old,
      Iterator<Shipment> shipments,
      int[] otherBlocks,
      int[] chunkSegments) {
    SweepProblem problem = pass.problem;
    String address = Gpus.find(problem.device);
    SolverKernels kernels = Kernels.find(problem.kernels);
    RowSums sums = new RowSums(kernels, problem, pass.side, block);
    FloatMatrix others = OtherRows.packed(problem, block, otherBlocks, shipments);
    SolvedBlock solved = solve(pass, address, systems(pass, block, old, others, sums));
    double[] squaredErrors =
        solved.squaredErrors() == null ? new double[block.rows()] : solved.squaredErrors();
    float[] values = solved.rows().values();
    return new FactorBlock(
        block.number(),
        problem.unknowns(),
        values,
        sums.of(
            padded(values, block.rows(), problem.unknowns(), kernels),
            squaredErrors,
            solved.float64Rows(),
            chunkSegments));
  }

  private static SolvedBlock solve(HalfSweep pass, String address, BlockSystems systems) {
    try {
      return BlockDevices.solve(address, systems, pass.side == pass.problem.lastSide());
    } catch (BackendUnavailableException e) {
      // The GPU was there a moment ago: it is too small.
      throw new IllegalStateException(
          Gpus.where() + ": " + e.getMessage() + "; set numUserBlocks and numItemBlocks higher", e);
    }
  }

  private static BlockSystems systems(
      HalfSweep pass, RowBlock block, FactorBlock old, FloatMatrix others, RowSums sums) {
    SweepProblem problem = pass.problem;
    double[] penalties = new double[block.rows()];
    for (int row = 0; row < penalties.length; row++) {
      penalties[row] = sums.weight(row);
    }
    boolean exact = problem.steps == 0;
    return new BlockSystems(
        problem.dim,
        block.offsets(),
        block.columns(),
        problem.goals(block.values()),
        problem.weights(block.values()),
        others,
        exact ? null : new FloatMatrix(block.rows(), problem.unknowns(), old.values()),
        pass.gram,
        pass.gravity(),
        penalties,
        pass.biasRidge(),
        (long) problem.ratings,
        exact ? new Optimizer.LeastSquares() : new Optimizer.ConjugateGradients(problem.steps));
  }

  /** Returns rows in the kernels' layout. */
  private static float[] padded(float[] values, int rows, int columns, SolverKernels kernels) {
    int stride = kernels.stride(columns);
    float[] padded = new float[OtherRows.size(rows, stride)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns, padded, LEAD + row * stride, columns);
    }
    return padded;
  }
}
