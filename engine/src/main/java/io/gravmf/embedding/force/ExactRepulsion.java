package io.gravmf.embedding.force;

import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;

/** Repulsion between every pair of points. */
final class ExactRepulsion implements Repulsion {

  private final ForceTiles[] tiles;
  private final float[] ones;
  private final double[] blockWeights;

  ExactRepulsion(int points, PairKernels kernels, int threads) {
    tiles = new ForceTiles[threads];
    Arrays.setAll(tiles, k -> new ForceTiles(kernels));
    ones = new float[points];
    Arrays.fill(ones, 1);
    blockWeights = new double[PairKernels.padded(points) / PairKernels.BLOCK];
  }

  @Override
  public double sum(Layout layout, Layout forces, WorkerPool pool) {
    pool.run(
        blockWeights.length, (block, worker) -> sumBlock(layout, forces, block, tiles[worker]));
    double sum = 0;
    for (double weight : blockWeights) {
      sum += weight;
    }
    return sum;
  }

  private void sumBlock(Layout layout, Layout forces, int block, ForceTiles tile) {
    int first = block * PairKernels.BLOCK;
    tile.repel(layout, first, layout.x, layout.y, layout.z, ones, layout.points);
    int count = Math.min(PairKernels.BLOCK, layout.points - first);
    double weights = 0;
    for (int t = 0; t < count; t++) {
      for (int axis = 0; axis < layout.dimensions; axis++) {
        forces.axis(axis)[first + t] = tile.force(axis, t);
      }
      // A point's weight with itself is 1.
      weights += tile.weight(t) - 1;
    }
    blockWeights[block] = weights;
  }
}
