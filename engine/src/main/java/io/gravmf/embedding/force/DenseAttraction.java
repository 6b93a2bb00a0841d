package io.gravmf.embedding.force;

import io.gravmf.embedding.affinity.AllProbabilities;
import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;

/** Attraction between all pairs of points. */
final class DenseAttraction implements Attraction {

  private final float[][] probabilities;
  private final ForceTiles[] tiles;
  private final double[] rowDivergences;

  /**
   * @param probabilities as {@link AllProbabilities} gives them
   */
  DenseAttraction(float[][] probabilities, PairKernels kernels, int threads) {
    this.probabilities = probabilities;
    tiles = new ForceTiles[threads];
    Arrays.setAll(tiles, k -> new ForceTiles(kernels));
    rowDivergences = new double[probabilities.length];
  }

  @Override
  public void sum(Layout layout, Layout forces, WorkerPool pool) {
    pool.run(
        PairKernels.padded(layout.points) / PairKernels.BLOCK,
        (block, worker) -> {
          int first = block * PairKernels.BLOCK;
          ForceTiles tile = tiles[worker];
          tile.attract(layout, first, probabilities);
          int count = Math.min(PairKernels.BLOCK, layout.points - first);
          for (int t = 0; t < count; t++) {
            for (int axis = 0; axis < layout.dimensions; axis++) {
              forces.axis(axis)[first + t] = tile.force(axis, t);
            }
          }
        });
  }

  @Override
  public double klDivergence(Layout layout, double normaliser, WorkerPool pool) {
    double logNormaliser = Math.log(normaliser);
    pool.run(
        layout.points,
        (i, worker) -> {
          double sum = 0;
          for (int j = 0; j < layout.points; j++) {
            sum += Divergence.term(layout, i, j, probabilities[i][j], logNormaliser);
          }
          rowDivergences[i] = sum;
        });
    double sum = 0;
    for (double divergence : rowDivergences) {
      sum += divergence;
    }
    return sum;
  }
}
