package io.gravmf.spark.block;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up vectors of segments in one order, whoever holds which of them: those of each of the Gram
 * matrix's chunks by a binary tree over the chunk's segments, the chunks one after the other.
 *
 * <p>A block adds up the subtrees that are wholly its own and sends only these to the driver: fewer
 * than twice the logarithm of the number of segments, however many it holds.
 */
public final class SegmentTree {

  private final int[] chunkSegments;

  /**
   * @param chunkSegments the first segment of each chunk, and last the number of segments
   */
  public SegmentTree(int[] chunkSegments) {
    this.chunkSegments = chunkSegments;
  }

  /** The sum of the segments {@code [from, to)}, a subtree. */
  public static final class Node implements Serializable {

    private static final long serialVersionUID = 1;

    private final int from;
    private final int to;
    private final double[] sum;

    Node(int from, int to, double[] sum) {
      this.from = from;
      this.to = to;
      this.sum = sum;
    }
  }

  /**
   * Adds up the greatest subtrees that consecutive segments make.
   *
   * @param first the first segment
   * @param vectors of the segments, equally long; written to
   * @param nodes receives the subtrees
   */
  public void reduce(int first, double[][] vectors, List<Node> nodes) {
    for (int chunk = 0; chunk + 1 < chunkSegments.length; chunk++) {
      reduce(chunkSegments[chunk], chunkSegments[chunk + 1], first, vectors, nodes);
    }
  }

  private static void reduce(int from, int to, int first, double[][] vectors, List<Node> nodes) {
    int end = first + vectors.length;
    if (from >= first && to <= end) {
      nodes.add(new Node(from, to, sum(from, to, first, vectors)));
    } else if (from < end && to > first) {
      int middle = middle(from, to);
      reduce(from, middle, first, vectors, nodes);
      reduce(middle, to, first, vectors, nodes);
    }
  }

  private static double[] sum(int from, int to, int first, double[][] vectors) {
    if (to - from == 1) {
      return vectors[from - first];
    }
    int middle = middle(from, to);
    double[] sum = sum(from, middle, first, vectors);
    add(sum, sum(middle, to, first, vectors));
    return sum;
  }

  private static int middle(int from, int to) {
    return from + (to - from + 1) / 2;
  }

  private static void add(double[] sum, double[] more) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += more[k];
    }
  }

  /** Adds up the subtrees of all blocks, in any order; their vectors are written to. */
  public double[] finish(List<Node> nodes) {
    Map<Integer, Node> byStart = new HashMap<>();
    for (Node node : nodes) {
      byStart.put(node.from, node);
    }
    double[] sum = null;
    for (int chunk = 0; chunk + 1 < chunkSegments.length; chunk++) {
      double[] part = finish(chunkSegments[chunk], chunkSegments[chunk + 1], byStart);
      if (sum == null) {
        sum = part;
      } else {
        add(sum, part);
      }
    }
    return sum;
  }

  private static double[] finish(int from, int to, Map<Integer, Node> byStart) {
    Node node = byStart.get(from);
    if (node != null && node.to == to) {
      return node.sum;
    }
    if (to - from <= 1) {
      throw new IllegalStateException("nobody has summed segment " + from);
    }
    int middle = middle(from, to);
    double[] sum = finish(from, middle, byStart);
    add(sum, finish(middle, to, byStart));
    return sum;
  }
}
