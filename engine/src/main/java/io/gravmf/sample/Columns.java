package io.gravmf.sample;

/** Columns of tall matrices, in float64. */
final class Columns {

  private Columns() {}

  static double dot(double[] x, double[] y) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < x.length; k += 4) {
      s0 += x[k] * y[k];
      s1 += x[k + 1] * y[k + 1];
      s2 += x[k + 2] * y[k + 2];
      s3 += x[k + 3] * y[k + 3];
    }
    for (; k < x.length; k++) {
      s0 += x[k] * y[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Adds {@code scale x} to a sum. */
  static void add(double[] x, double scale, double[] sum) {
    for (int k = 0; k < x.length; k++) {
      sum[k] += scale * x[k];
    }
  }

  /** Takes a column's mean off. */
  static void centre(double[] x) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    for (int k = 0; k < x.length; k++) {
      x[k] -= mean;
    }
  }

  /**
   * Makes columns orthogonal and of length 1, by Gram and Schmidt's method twice over; one that
   * depends on those before it becomes 0.
   */
  static void orthonormalise(double[][] columns) {
    for (int i = 0; i < columns.length; i++) {
      double before = Math.sqrt(dot(columns[i], columns[i]));
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          add(columns[j], -dot(columns[i], columns[j]), columns[i]);
        }
      }
      double length = Math.sqrt(dot(columns[i], columns[i]));
      double scale = length > 1e-10 * before ? 1 / length : 0;
      for (int row = 0; row < columns[i].length; row++) {
        columns[i][row] *= scale;
      }
    }
  }
}
