package io.gravmf.embedding;

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
final class Distances {

  /** Points whose distances one call gives at most: theirs and their columns' parts fit a cache. */
  static final int TILE = 1024;

  final int points;
  private final TsneConfig.Metric metric;

  /** The points' coordinates, an array for each column. */
  private final float[][] columns;

  /**
   * @throws InvalidInputException if a value is not finite, or with the cosine metric a row is zero
   */
  Distances(FloatMatrix matrix, TsneConfig.Metric metric) {
    points = matrix.rows();
    this.metric = metric;
    float[] values = matrix.values();
    int d = matrix.columns();
    float largest = requireFinite(matrix);
    columns = new float[(d + 3) / 4 * 4][points];
    double scale = largest > 0 ? Math.scalb(1.0, -Math.getExponent(largest)) : 1;
    for (int i = 0; i < points; i++) {
      double rowScale = metric == TsneConfig.Metric.COSINE ? 1 / norm(values, i, d, scale) : 1;
      for (int c = 0; c < d; c++) {
        columns[c][i] = (float) (values[i * d + c] * scale * rowScale);
      }
    }
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

  /**
   * Writes squared distances from a point to those in {@code [from, to)}.
   *
   * @param out receives {@code to - from} values, at most {@link #TILE}
   */
  void squared(int point, int from, int to, float[] out) {
    int count = to - from;
    Arrays.fill(out, 0, count, 0);
    for (int c = 0; c < columns.length; c += 4) {
      add(columns[c], columns[c + 1], columns[c + 2], columns[c + 3], point, from, count, out);
    }
    if (metric == TsneConfig.Metric.COSINE) {
      // |u - v|² = 2 (1 - cos) for unit vectors, without the cancellation of 1 - u.v.
      for (int k = 0; k < count; k++) {
        float distance = 0.5f * out[k];
        out[k] = distance * distance;
      }
    }
  }

  /** Adds the squared differences in four columns; HotSpot vectorises the loop. */
  private static void add(
      float[] a, float[] b, float[] c, float[] d, int point, int from, int count, float[] out) {
    float pointA = a[point];
    float pointB = b[point];
    float pointC = c[point];
    float pointD = d[point];
    for (int k = 0; k < count; k++) {
      float da = pointA - a[from + k];
      float db = pointB - b[from + k];
      float dc = pointC - c[from + k];
      float dd = pointD - d[from + k];
      out[k] += (da * da + db * db) + (dc * dc + dd * dd);
    }
  }
}
