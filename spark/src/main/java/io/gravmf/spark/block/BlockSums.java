package io.gravmf.spark.block;

import java.io.Serializable;
import java.util.List;

/** What a block's task tells the driver: sums over its rows, by subtrees of segments. */
public final class BlockSums implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<SegmentTree.Node> gram;
  private final List<SegmentTree.Node> losses;
  private final long float64Rows;

  /**
   * Wraps sums.
   *
   * @param gram the Gram matrix's lower triangle, by rows
   * @param losses the penalties and, for items, the squared errors
   * @param float64Rows how many rows float32 could not solve
   */
  public BlockSums(List<SegmentTree.Node> gram, List<SegmentTree.Node> losses, long float64Rows) {
    this.gram = gram;
    this.losses = losses;
    this.float64Rows = float64Rows;
  }

  /** Returns the Gram matrix's subtrees. */
  public List<SegmentTree.Node> gram() {
    return gram;
  }

  /** Returns the subtrees of penalties and squared errors. */
  public List<SegmentTree.Node> losses() {
    return losses;
  }

  /** Returns how many rows were solved in float64. */
  public long float64Rows() {
    return float64Rows;
  }
}
