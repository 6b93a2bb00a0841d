package io.gravmf.spark.block;

import io.gravmf.data.SplitFingerprint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What is summed over ratings before training begins. */
public final class RatingSums implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<SegmentTree.Node> sums;
  private final long count;
  private final long fingerprint;

  private RatingSums(List<SegmentTree.Node> sums, long count, long fingerprint) {
    this.sums = sums;
    this.count = count;
    this.fingerprint = fingerprint;
  }

  /**
   * Sums over a block of users.
   *
   * @param chunkSegments the segments of the Gram matrix's chunks
   */
  public static RatingSums of(RowBlock block, int[] chunkSegments) {
    int[] segments = block.segments();
    double[][] sums = new double[segments.length - 1][1];
    long fingerprint = 0;
    for (int segment = 0; segment < sums.length; segment++) {
      for (int row = segments[segment]; row < segments[segment + 1]; row++) {
        for (int k = block.offsets()[row]; k < block.offsets()[row + 1]; k++) {
          sums[segment][0] += block.values()[k];
          fingerprint +=
              SplitFingerprint.of(
                  block.firstRow() + row, block.needed()[block.columns()[k]], block.values()[k]);
        }
      }
    }
    List<SegmentTree.Node> nodes = new ArrayList<>();
    new SegmentTree(chunkSegments).reduce(block.firstSegment(), sums, nodes);
    return new RatingSums(nodes, block.values().length, fingerprint);
  }

  /** Adds up those of all blocks. */
  public static RatingSums of(List<RatingSums> blocks) {
    List<SegmentTree.Node> nodes = new ArrayList<>();
    long count = 0;
    long fingerprint = 0;
    for (RatingSums block : blocks) {
      nodes.addAll(block.sums);
      count += block.count;
      fingerprint += block.fingerprint;
    }
    return new RatingSums(nodes, count, fingerprint);
  }

  /** Returns the sum of the ratings, added in the order of the segments. */
  public double sum(int[] chunkSegments) {
    return new SegmentTree(chunkSegments).finish(sums)[0];
  }

  /** Returns the number of ratings. */
  public long count() {
    return count;
  }

  /** Returns the number that tells these ratings from others. */
  public long fingerprint() {
    return fingerprint;
  }
}
