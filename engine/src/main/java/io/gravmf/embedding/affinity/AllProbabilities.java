package io.gravmf.embedding.affinity;

import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;
import java.util.Locale;

/** Probabilities of all pairs of points (van der Maaten and Hinton 2008, section 2). */
public final class AllProbabilities {

  /** Rows of a task that makes the matrix symmetric. */
  private static final int SQUARE = 64;

  private AllProbabilities() {}

  /**
   * Computes the probabilities {@code p_ij = (p_j|i + p_i|j) / 2N}.
   *
   * @return a symmetric matrix whose rows are padded to a multiple of {@link PairKernels#BLOCK}
   * @throws InvalidInputException if the JVM has too little memory for them
   */
  public static float[][] of(Distances distances, double perplexity, WorkerPool pool) {
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
    return matrix;
  }

  private static void requireMemory(int points, long needed) {
    long available = Runtime.getRuntime().maxMemory();
    if (needed > available / 10 * 9) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
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
}
