package io.gravmf.embedding.affinity;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.util.Arrays;

/**
 * Squared distances between points, as differences coordinate by coordinate: no cancellation where
 * points lie far from the origin, and equal points are at distance 0.
 *
 * <p>All points are scaled by one power of two so that no square overflows and none that matters
 * underflows; perplexities do not notice.
 */
public final class Distances {

  /** Points in a tile: four columns of it and some rows of distances fit the nearest cache. */
  static final int TILE = 1024;

  final int points;
  private final boolean cosine;

  /** The points' coordinates: for each tile and column an array of {@link #TILE}. */
  private final float[][][] tiles;

  private Distances(FloatMatrix matrix, boolean cosine) {
    points = matrix.rows();
    this.cosine = cosine;
    float[] values = matrix.values();
    int d = matrix.columns();
    float largest = requireFinite(matrix);
    tiles = new float[(points + TILE - 1) / TILE][(d + 3) / 4 * 4][TILE];
    double scale = largest > 0 ? Math.scalb(1.0, -Math.getExponent(largest)) : 1;
    for (int i = 0; i < points; i++) {
      double rowScale = cosine ? 1 / norm(values, i, d, scale) : 1;
      for (int c = 0; c < d; c++) {
        tiles[i / TILE][c][i % TILE] = (float) (values[i * d + c] * scale * rowScale);
      }
    }
  }

  /**
   * Returns squared Euclidean distances.
   *
   * @param matrix a row for each point
   * @throws InvalidInputException if a value is not finite
   */
  public static Distances euclidean(FloatMatrix matrix) {
    return new Distances(matrix, false);
  }

  /**
   * Returns squares of one minus the cosine.
   *
   * @param matrix a row for each point
   * @throws InvalidInputException if a value is not finite or a row is zero
   */
  public static Distances cosine(FloatMatrix matrix) {
    return new Distances(matrix, true);
  }

  private static float requireFinite(FloatMatrix matrix) {
    float[] values = matrix.values();
    float largest = 0;
    for (int k = 0; k < values.length; k++) {
      if (!Float.isFinite(values[k])) {
        throw new InvalidInputException(
            "point "
                + k / matrix.columns()
                + ", column "
                + k % matrix.columns()
                + " (both from 0): found "
                + values[k]
                + ", expected a finite number");
      }
      largest = Math.max(largest, Math.abs(values[k]));
    }
    return largest;
  }

  private static double norm(float[] values, int row, int d, double scale) {
    double sum = 0;
    for (int c = 0; c < d; c++) {
      double value = values[row * d + c] * scale;
      sum += value * value;
    }
    if (sum == 0) {
      throw new InvalidInputException(
          "point " + row + " (from 0): found all zeros, which have no cosine; use euclidean");
    }
    return Math.sqrt(sum);
  }

  /** Returns how many tiles the points fill, the last one maybe in part. */
  int tiles() {
    return tiles.length;
  }

  /** Returns how many points a tile has. */
  int size(int tile) {
    return Math.min(TILE, points - tile * TILE);
  }

  /**
   * Writes squared distances from some points to those of a tile.
   *
   * @param first the first of the points that distances are measured from
   * @param count how many there are
   * @param out row k receives {@link #size} distances from point {@code first + k}, and has room
   *     for {@link #TILE}
   */
  void squared(int first, int count, int tile, float[][] out) {
    for (int k = 0; k < count; k++) {
      Arrays.fill(out[k], 0);
    }
    float[][] columns = tiles[tile];
    // Four columns stay in the nearest cache while all points are compared with them.
    for (int c = 0; c < columns.length; c += 4) {
      for (int k = 0; k < count; k++) {
        float[][] own = tiles[(first + k) / TILE];
        int at = (first + k) % TILE;
        add(
            own[c][at],
            own[c + 1][at],
            own[c + 2][at],
            own[c + 3][at],
            columns[c],
            columns[c + 1],
            columns[c + 2],
            columns[c + 3],
            out[k]);
      }
    }
    if (cosine) {
      for (int k = 0; k < count; k++) {
        toSquaredCosineDistances(out[k]);
      }
    }
  }

  /**
   * Adds the squared differences in four columns. HotSpot vectorises the loop because all arrays
   * have one index: with offsets, a store could feed a later load for all that it knows.
   */
  private static void add(
      float pointA,
      float pointB,
      float pointC,
      float pointD,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] out) {
    for (int k = 0; k < TILE; k++) {
      float da = pointA - a[k];
      float db = pointB - b[k];
      float dc = pointC - c[k];
      float dd = pointD - d[k];
      out[k] += (da * da + db * db) + (dc * dc + dd * dd);
    }
  }

  /** For unit vectors |u - v|² = 2 (1 - cos): without the cancellation of 1 - u.v. */
  private static void toSquaredCosineDistances(float[] squares) {
    for (int k = 0; k < squares.length; k++) {
      float distance = 0.5f * squares[k];
      squares[k] = distance * distance;
    }
  }
}
