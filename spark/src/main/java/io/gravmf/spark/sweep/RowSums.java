package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.objective.Penalty;
import io.gravmf.solve.Gram;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SquaredNorm;
import io.gravmf.spark.block.BlockSums;
import io.gravmf.spark.block.RowBlock;
import io.gravmf.spark.block.SegmentTree;
import java.util.ArrayList;
import java.util.List;

/** Sums over a block's rows, by segments: the Gram matrix and the terms of the loss. */
final class RowSums {

  private final SolverKernels kernels;
  private final SweepProblem problem;
  private final int side;
  private final RowBlock block;
  private final int stride;

  /**
   * @param side that the block is of
   */
  RowSums(SolverKernels kernels, SweepProblem problem, int side, RowBlock block) {
    this.kernels = kernels;
    this.problem = problem;
    this.side = side;
    this.block = block;
    stride = kernels.stride(problem.unknowns());
  }

  /**
   * Returns the sums.
   *
   * @param x the rows, in the kernels' layout, biases behind the factors
   * @param squaredErrors by row
   * @param chunkSegments the segments of the Gram matrix's chunks
   */
  BlockSums of(float[] x, double[] squaredErrors, long float64Rows, int[] chunkSegments) {
    int dim = problem.dim;
    int[] segments = block.segments();
    double[][] grams = new double[segments.length - 1][dim * (dim + 1) / 2];
    double[][] losses = new double[grams.length][2];
    Gram gram = new Gram(kernels, block.rows(), dim, stride);
    Gram.Scratch scratch = new Gram.Scratch(kernels, problem.unknowns());
    for (int segment = 0; segment < grams.length; segment++) {
      gram.addRows(x, segments[segment], segments[segment + 1], grams[segment], scratch);
      for (int row = segments[segment]; row < segments[segment + 1]; row++) {
        losses[segment][0] += penalty(row, x);
        losses[segment][1] += squaredErrors[row];
      }
    }
    SegmentTree tree = new SegmentTree(chunkSegments);
    List<SegmentTree.Node> gramNodes = new ArrayList<>();
    tree.reduce(block.firstSegment(), grams, gramNodes);
    List<SegmentTree.Node> lossNodes = new ArrayList<>();
    tree.reduce(block.firstSegment(), losses, lossNodes);
    return new BlockSums(gramNodes, lossNodes, float64Rows);
  }

  private double penalty(int row, float[] x) {
    int at = LEAD + row * stride;
    double penalty = weight(row) * SquaredNorm.of(x, at, problem.dim);
    if (problem.biases) {
      float bias = x[at + problem.dim];
      penalty += problem.biasPenalty(side) * bias * bias;
    }
    return penalty;
  }

  /** Returns the weight of a row's penalty in the objective. */
  double weight(int row) {
    Penalty penalty = problem.penalty(side);
    int count = block.offsets()[row + 1] - block.offsets()[row];
    return penalty.weight(count, problem.meanCount(side), problem.rows(side));
  }
}
