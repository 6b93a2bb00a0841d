package io.gravmf.embedding;

import io.gravmf.data.InvalidInputException;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;

/**
 * Probabilities of near neighbours only, 3 perplexity + 1 of each point, in compressed rows: {@code
 * p_ij = (p_j|i + p_i|j) / 2N} (van der Maaten 2014, section 3.1).
 */
final class SparseAttraction implements Attraction {

  /** Points of a task. */
  private static final int BLOCK = 64;

  private final int[] rowBegin;
  private final int[] columns;
  private final float[] probabilities;
  private final double[] blockDivergences;

  private SparseAttraction(int[] rowBegin, int[] columns, float[] probabilities) {
    this.rowBegin = rowBegin;
    this.columns = columns;
    this.probabilities = probabilities;
    blockDivergences = new double[(rowBegin.length - 1 + BLOCK - 1) / BLOCK];
  }

  /** Finds neighbours and their probabilities. */
  static SparseAttraction of(Distances distances, double perplexity, WorkerPool pool) {
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

  private static SparseAttraction symmetric(
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
    return new SparseAttraction(rowBegin, Arrays.copyOf(columns, size), Arrays.copyOf(sums, size));
  }

  @Override
  public void sum(Layout layout, Layout forces, WorkerPool pool) {
    pool.run(
        blockDivergences.length,
        (block, worker) -> {
          int last = Math.min(layout.points, (block + 1) * BLOCK);
          for (int i = block * BLOCK; i < last; i++) {
            attract(layout, i, forces);
          }
        });
  }

  private void attract(Layout layout, int i, Layout forces) {
    float[] x = layout.x;
    float[] y = layout.y;
    float[] z = layout.z;
    float freedom = layout.dimensions - 1;
    float sumX = 0;
    float sumY = 0;
    float sumZ = 0;
    for (int k = rowBegin[i]; k < rowBegin[i + 1]; k++) {
      int j = columns[k];
      float dx = x[i] - x[j];
      float dy = y[i] - y[j];
      float dz = z[i] - z[j];
      float force = probabilities[k] * (freedom / (freedom + ((dx * dx + dy * dy) + dz * dz)));
      sumX += force * dx;
      sumY += force * dy;
      sumZ += force * dz;
    }
    forces.x[i] = sumX;
    forces.y[i] = sumY;
    forces.z[i] = sumZ;
  }

  @Override
  public double klDivergence(Layout layout, double normaliser, WorkerPool pool) {
    double logNormaliser = Math.log(normaliser);
    pool.run(
        blockDivergences.length,
        (block, worker) -> {
          int last = Math.min(layout.points, (block + 1) * BLOCK);
          double sum = 0;
          for (int i = block * BLOCK; i < last; i++) {
            for (int k = rowBegin[i]; k < rowBegin[i + 1]; k++) {
              sum += Divergence.term(layout, i, columns[k], probabilities[k], logNormaliser);
            }
          }
          blockDivergences[block] = sum;
        });
    double sum = 0;
    for (double divergence : blockDivergences) {
      sum += divergence;
    }
    return sum;
  }
}
