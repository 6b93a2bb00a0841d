package io.gravmf.spark.sweep;

import io.gravmf.solve.Gram;
import io.gravmf.solve.SolverKernels;
import io.gravmf.spark.block.BlockSums;
import io.gravmf.spark.block.SegmentTree;
import java.util.ArrayList;
import java.util.List;

/** Sums over a block's rows, by segments. */
final class RowSums {

  private final SolverKernels kernels;
  private final SweepProblem problem;
  private final int firstSegment;
  private final int[] segments;

  /**
   * @param segments where the block's segments begin, and last the number of its rows
   */
  RowSums(SolverKernels kernels, SweepProblem problem, int firstSegment, int[] segments) {
    this.kernels = kernels;
    this.problem = problem;
    this.firstSegment = firstSegment;
    this.segments = segments;
  }

  /**
   * Returns the sums.
   *
   * @param x the rows, in the kernels' layout
   * @param losses by segment; written to
   */
  BlockSums of(float[] x, double[][] losses, long float64Rows, int[] chunkSegments) {
    int dim = problem.dim;
    int unknowns = problem.unknowns();
    int rows = segments[segments.length - 1];
    Gram gram = new Gram(kernels, rows, dim, kernels.stride(unknowns));
    Gram.Scratch scratch = new Gram.Scratch(kernels, unknowns);
    double[][] grams = new double[losses.length][dim * (dim + 1) / 2];
    for (int segment = 0; segment < grams.length; segment++) {
      gram.addRows(x, segments[segment], segments[segment + 1], grams[segment], scratch);
    }
    SegmentTree tree = new SegmentTree(chunkSegments);
    List<SegmentTree.Node> gramNodes = new ArrayList<>();
    tree.reduce(firstSegment, grams, gramNodes);
    List<SegmentTree.Node> lossNodes = new ArrayList<>();
    tree.reduce(firstSegment, losses, lossNodes);
    return new BlockSums(gramNodes, lossNodes, float64Rows);
  }
}
