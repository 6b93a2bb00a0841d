package io.gravmf.embedding.force;

import io.gravmf.embedding.layout.Layout;

/**
 * A quadtree or octree over points: flat arrays of cells in depth-first order, each with the index
 * of the cell that follows its subtree, so that a walk needs no stack. Cells with one child only
 * are left out.
 */
final class SpaceTree {

  /** A cell with so many points or fewer is not divided: their pairs cost less than cells would. */
  private static final int LEAF_POINTS = 8;

  private final int points;
  private final int dimensions;
  private final MortonOrder morton;

  /** The points in Z-order. */
  final Layout sorted;

  /** The k-th point in Z-order is point {@code order[k]}. */
  int[] order;

  int cells;

  /** The cell's points are those in Z-order from {@code begin} up to before {@code end}. */
  final int[] begin;

  final int[] end;

  /** The cell that follows the subtree; the cell is a leaf where that is the next one. */
  final int[] skip;

  final float[] squaredWidth;
  final float[] x;
  final float[] y;
  final float[] z;

  /** Sums of the coordinates of the first k points in Z-order. */
  private final double[][] prefix;

  SpaceTree(int points, int dimensions) {
    this.points = points;
    this.dimensions = dimensions;
    morton = new MortonOrder(points, dimensions);
    sorted = new Layout(points, dimensions);
    // Every cell that is divided has two children or more.
    int most = 2 * points;
    begin = new int[most];
    end = new int[most];
    skip = new int[most];
    squaredWidth = new float[most];
    x = new float[most];
    y = new float[most];
    z = new float[most];
    prefix = new double[dimensions][points + 1];
  }

  /** Builds the tree anew. */
  void build(Layout layout) {
    morton.sort(layout);
    order = morton.order();
    for (int axis = 0; axis < dimensions; axis++) {
      float[] from = layout.axis(axis);
      float[] to = sorted.axis(axis);
      double[] sums = prefix[axis];
      double sum = 0;
      for (int k = 0; k < points; k++) {
        float value = from[order[k]];
        to[k] = value;
        sum += value;
        sums[k + 1] = sum;
      }
    }
    cells = 0;
    addCell(morton.keys(), 0, points);
  }

  /** Adds the smallest cell that has the points from {@code from} up to before {@code to}. */
  private void addCell(long[] keys, int from, int to) {
    int cell = cells++;
    begin[cell] = from;
    end[cell] = to;
    double scale = 1.0 / (to - from);
    x[cell] = (float) ((prefix[0][to] - prefix[0][from]) * scale);
    y[cell] = (float) ((prefix[1][to] - prefix[1][from]) * scale);
    if (dimensions == 3) {
      z[cell] = (float) ((prefix[2][to] - prefix[2][from]) * scale);
    }
    long differing = keys[from] ^ keys[to - 1];
    int level = levelOf(differing);
    float width = Math.scalb(morton.width(), level - morton.levels);
    squaredWidth[cell] = width * width;
    if (to - from > LEAF_POINTS && differing != 0) {
      int shift = (level - 1) * dimensions;
      int childFrom = from;
      while (childFrom < to) {
        int childTo = endOfChild(keys, childFrom, to, shift);
        addCell(keys, childFrom, childTo);
        childFrom = childTo;
      }
    }
    skip[cell] = cells;
  }

  /** Returns how many levels above the smallest cells the cell is where keys differ so. */
  private int levelOf(long differing) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(differing);
    return (bits + dimensions - 1) / dimensions;
  }

  /** Returns where the child ends that starts at {@code from}: by doubling steps, then halving. */
  private static int endOfChild(long[] keys, int from, int to, int shift) {
    long child = keys[from] >>> shift;
    int inside = from;
    int step = 1;
    while (inside + step < to && keys[inside + step] >>> shift == child) {
      inside += step;
      step *= 2;
    }
    int outside = Math.min(to, inside + step);
    while (outside - inside > 1) {
      int middle = (inside + outside) >>> 1;
      if (keys[middle] >>> shift == child) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }
}
