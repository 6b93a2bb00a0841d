package io.gravmf.embedding.force;

import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;

/**
 * Repulsion with far cells of a tree counted as one point (Barnes and Hut 1986; van der Maaten
 * 2014).
 *
 * <p>The points of a block, neighbours in Z-order, share one walk through the tree. A cell counts
 * as one point where its width is below theta times its centre's distance from the block's bounding
 * box: for each of the block's points that is as strict as a walk of its own, or stricter.
 */
final class BarnesHutRepulsion implements Repulsion {

  private final SpaceTree tree;
  private final float inverseSquaredTheta;
  private final Walk[] walks;
  private final double[] blockWeights;

  BarnesHutRepulsion(int points, int dimensions, double theta, PairKernels kernels, int threads) {
    tree = new SpaceTree(points, dimensions);
    inverseSquaredTheta = (float) (1 / (theta * theta));
    walks = new Walk[threads];
    Arrays.setAll(walks, k -> new Walk(points, new ForceTiles(kernels)));
    blockWeights = new double[PairKernels.padded(points) / PairKernels.BLOCK];
  }

  @Override
  public double sum(Layout layout, Layout forces, WorkerPool pool) {
    tree.build(layout);
    pool.run(blockWeights.length, (block, worker) -> sumBlock(forces, block, walks[worker]));
    double sum = 0;
    for (double weight : blockWeights) {
      sum += weight;
    }
    return sum;
  }

  private void sumBlock(Layout forces, int block, Walk walk) {
    int first = block * PairKernels.BLOCK;
    int last = Math.min(first + PairKernels.BLOCK, forces.points);
    walk.collect(first, last);
    ForceTiles tile = walk.tile;
    tile.repel(tree.sorted, first, walk.x, walk.y, walk.z, walk.mass, walk.sources);
    double weights = 0;
    for (int t = 0; t < last - first; t++) {
      int point = tree.order[first + t];
      for (int axis = 0; axis < forces.dimensions; axis++) {
        forces.axis(axis)[point] = tile.force(axis, t);
      }
      // A point's weight with itself is 1.
      weights += tile.weight(t) - 1;
    }
    blockWeights[block] = weights;
  }

  /** A thread's walk through the tree, and the sources that it found. */
  private final class Walk {

    private final ForceTiles tile;
    private final float[] x;
    private final float[] y;
    private final float[] z;
    private final float[] mass;
    private int sources;

    /** A source stands for at least one point, and no two for the same. */
    Walk(int points, ForceTiles tile) {
      this.tile = tile;
      x = new float[points];
      y = new float[points];
      z = new float[points];
      mass = new float[points];
    }

    /** Collects what repels the points of a block. */
    void collect(int first, int last) {
      float lowX = least(tree.sorted.x, first, last);
      float lowY = least(tree.sorted.y, first, last);
      float lowZ = least(tree.sorted.z, first, last);
      float highX = most(tree.sorted.x, first, last);
      float highY = most(tree.sorted.y, first, last);
      float highZ = most(tree.sorted.z, first, last);
      sources = 0;
      int cell = 0;
      while (cell < tree.cells) {
        float dx = beyond(tree.x[cell], lowX, highX);
        float dy = beyond(tree.y[cell], lowY, highY);
        float dz = beyond(tree.z[cell], lowZ, highZ);
        boolean far =
            tree.squaredWidth[cell] * inverseSquaredTheta < dx * dx + dy * dy + dz * dz
                && (tree.end[cell] <= first || tree.begin[cell] >= last);
        if (far) {
          x[sources] = tree.x[cell];
          y[sources] = tree.y[cell];
          z[sources] = tree.z[cell];
          mass[sources] = tree.end[cell] - tree.begin[cell];
          sources++;
          cell = tree.skip[cell];
        } else {
          int next = cell + 1;
          if (tree.skip[cell] == next) {
            addPoints(tree.begin[cell], tree.end[cell]);
          }
          cell = next;
        }
      }
    }

    private void addPoints(int from, int to) {
      for (int k = from; k < to; k++) {
        x[sources] = tree.sorted.x[k];
        y[sources] = tree.sorted.y[k];
        z[sources] = tree.sorted.z[k];
        mass[sources] = 1;
        sources++;
      }
    }
  }

  /** Returns how far a coordinate is outside of an interval; 0 inside. */
  private static float beyond(float value, float low, float high) {
    return Math.max(0, Math.max(low - value, value - high));
  }

  private static float least(float[] values, int from, int to) {
    float least = values[from];
    for (int k = from + 1; k < to; k++) {
      least = Math.min(least, values[k]);
    }
    return least;
  }

  private static float most(float[] values, int from, int to) {
    float most = values[from];
    for (int k = from + 1; k < to; k++) {
      most = Math.max(most, values[k]);
    }
    return most;
  }
}
