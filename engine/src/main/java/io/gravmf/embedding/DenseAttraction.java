package io.gravmf.embedding;

import io.gravmf.data.InvalidInputException;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;

/** Probabilities of all pairs, {@code p_ij = (p_j|i + p_i|j) / 2N}, as a full symmetric matrix. */
final class DenseAttraction implements Attraction {

  /** Rows of a task that makes the matrix symmetric. */
  private static final int SQUARE = 64;

  private final float[][] probabilities;
  private final ForceTiles[] tiles;
  private final double[] rowDivergences;

  private DenseAttraction(float[][] probabilities, PairKernels kernels, int threads) {
    this.probabilities = probabilities;
    tiles = new ForceTiles[threads];
    Arrays.setAll(tiles, k -> new ForceTiles(kernels));
    rowDivergences = new double[probabilities.length];
  }

  /**
   * Computes the probabilities.
   *
   * @throws InvalidInputException if the JVM has too little memory for them
   */
  static DenseAttraction of(
      Distances distances, double perplexity, PairKernels kernels, WorkerPool pool) {
    int points = distances.points;
    int stride = PairKernels.padded(points);
    requireMemory(points, (long) points * stride * Float.BYTES);
    float[][] matrix = new float[points][stride];
    float[][][] scratch = new float[pool.threads()][1][Distances.TILE];
    Perplexity[] searches = new Perplexity[pool.threads()];
    Arrays.setAll(searches, k -> new Perplexity(perplexity));
    pool.run(
        points,
        (i, worker) -> {
          for (int tile = 0; tile < distances.tiles(); tile++) {
            distances.squared(i, 1, tile, scratch[worker]);
            System.arraycopy(
                scratch[worker][0], 0, matrix[i], tile * Distances.TILE, distances.size(tile));
          }
          searches[worker].toProbabilities(matrix[i], 0, points, i);
        });
    float scale = (float) (0.5 / points);
    pool.run(
        (points + SQUARE - 1) / SQUARE,
        (task, worker) -> makeSymmetric(matrix, task * SQUARE, scale));
    return new DenseAttraction(matrix, kernels, pool.threads());
  }

  /** Returns p, symmetric, with rows of at least N values. */
  float[][] probabilities() {
    return probabilities;
  }

  private static void requireMemory(int points, long needed) {
    long available = Runtime.getRuntime().maxMemory();
    if (needed > available / 10 * 9) {
      throw new InvalidInputException(
          String.format(
              java.util.Locale.ROOT,
              "the exact method needs %.1f GB for the probabilities of %d points, the JVM has %.1f GB"
                  + " in all; use Barnes-Hut",
              needed * 1e-9,
              points,
              available * 1e-9));
    }
  }

  /** Makes some rows symmetric, from the diagonal on, with the columns below them. */
  private static void makeSymmetric(float[][] matrix, int first, float scale) {
    int last = Math.min(matrix.length, first + SQUARE);
    for (int column = first; column < matrix.length; column++) {
      for (int row = first; row < Math.min(last, column + 1); row++) {
        float sum = (matrix[row][column] + matrix[column][row]) * scale;
        matrix[row][column] = sum;
        matrix[column][row] = sum;
      }
    }
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
