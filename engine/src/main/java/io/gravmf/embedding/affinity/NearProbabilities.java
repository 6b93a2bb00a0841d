package io.gravmf.embedding.affinity;

import io.gravmf.data.InvalidInputException;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;

/**
 * Probabilities of near neighbours only, 3 perplexity + 1 of each point, in compressed rows: {@code
 * p_ij = (p_j|i + p_i|j) / 2N} (van der Maaten 2014, section 3.1).
 *
 * @param rowBegin where the rows begin, and behind the last where it ends
 * @param columns growing within a row
 * @param values p
 */
@SuppressWarnings("ArrayRecordComponent") // identity, not equality, is what owners pass on
public record NearProbabilities(int[] rowBegin, int[] columns, float[] values) {

  /**
   * Finds neighbours and their probabilities.
   *
   * @throws InvalidInputException if they are more than an array can hold
   */
  public static NearProbabilities of(Distances distances, double perplexity, WorkerPool pool) {
    int points = distances.points;
    int count = (int) Math.min(points - 1, 3 * perplexity + 1);
    if (2L * count * points > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(
          points + " points with " + count + " neighbours each are more than an array can hold");
    }
    NearestNeighbours found = NearestNeighbours.find(distances, count, pool);
    Perplexity[] searches = new Perplexity[pool.threads()];
    Arrays.setAll(searches, k -> new Perplexity(perplexity));
    pool.run(
        points,
        (i, worker) ->
            searches[worker].toProbabilities(found.distances, i * count, (i + 1) * count, -1));
    return symmetric(points, count, found.neighbours, found.distances);
  }

  private static NearProbabilities symmetric(
      int points, int count, int[] neighbours, float[] conditional) {
    int[] transposedBegin = new int[points + 1];
    for (int neighbour : neighbours) {
      transposedBegin[neighbour + 1]++;
    }
    for (int i = 0; i < points; i++) {
      transposedBegin[i + 1] += transposedBegin[i];
    }
    int[] transposedColumns = new int[neighbours.length];
    float[] transposed = new float[neighbours.length];
    int[] next = Arrays.copyOf(transposedBegin, points);
    for (int k = 0; k < neighbours.length; k++) {
      int at = next[neighbours[k]]++;
      transposedColumns[at] = k / count;
      transposed[at] = conditional[k];
    }
    int[] rowBegin = new int[points + 1];
    int[] columns = new int[2 * neighbours.length];
    float[] sums = new float[2 * neighbours.length];
    double scale = 0.5 / points;
    int size = 0;
    for (int i = 0; i < points; i++) {
      int a = i * count;
      int b = transposedBegin[i];
      while (a < (i + 1) * count || b < transposedBegin[i + 1]) {
        int columnA = a < (i + 1) * count ? neighbours[a] : Integer.MAX_VALUE;
        int columnB = b < transposedBegin[i + 1] ? transposedColumns[b] : Integer.MAX_VALUE;
        double sum = 0;
        if (columnA <= columnB) {
          sum += conditional[a++];
        }
        if (columnB <= columnA) {
          sum += transposed[b++];
        }
        columns[size] = Math.min(columnA, columnB);
        sums[size++] = (float) (sum * scale);
      }
      rowBegin[i + 1] = size;
    }
    return new NearProbabilities(rowBegin, Arrays.copyOf(columns, size), Arrays.copyOf(sums, size));
  }
}
