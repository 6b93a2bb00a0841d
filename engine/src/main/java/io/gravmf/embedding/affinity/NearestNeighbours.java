package io.gravmf.embedding.affinity;

import io.gravmf.parallel.WorkerPool;

/**
 * Exact nearest neighbours by comparing all pairs of points. Of equally near ones the first count
 * as nearer; no point is its own neighbour, but its duplicates are.
 */
final class NearestNeighbours {

  /** Points whose neighbours a task finds together, so that columns come from memory once. */
  private static final int QUERIES = 16;

  /** Neighbours of each point. */
  final int count;

  /** Neighbours of point i from {@code i * count}, by number. */
  final int[] neighbours;

  /** Their squared distances. */
  final float[] distances;

  private NearestNeighbours(int points, int count) {
    this.count = count;
    neighbours = new int[points * count];
    distances = new float[points * count];
  }

  /**
   * Finds neighbours.
   *
   * @param count how many for each point, below the number of points
   */
  static NearestNeighbours find(Distances distances, int count, WorkerPool pool) {
    int points = distances.points;
    NearestNeighbours found = new NearestNeighbours(points, count);
    float[][][] scratch = new float[pool.threads()][QUERIES][Distances.TILE];
    pool.run(
        (points + QUERIES - 1) / QUERIES,
        (task, worker) ->
            found.find(
                distances,
                task * QUERIES,
                Math.min(points, (task + 1) * QUERIES),
                scratch[worker]));
    return found;
  }

  private void find(Distances all, int firstQuery, int lastQuery, float[][] distancesToTile) {
    Nearest[] nearest = new Nearest[lastQuery - firstQuery];
    for (int q = 0; q < nearest.length; q++) {
      nearest[q] = new Nearest(count);
    }
    for (int tile = 0; tile < all.tiles(); tile++) {
      all.squared(firstQuery, nearest.length, tile, distancesToTile);
      for (int q = 0; q < nearest.length; q++) {
        nearest[q].offer(firstQuery + q, tile * Distances.TILE, all.size(tile), distancesToTile[q]);
      }
    }
    for (int q = 0; q < nearest.length; q++) {
      nearest[q].copyByNumber(neighbours, distances, (firstQuery + q) * count);
    }
  }
}
