package io.gravmf.solve;

/** The sum of the squares of float32 values, in float64 and in a fixed order. */
public final class SquaredNorm {

  private SquaredNorm() {}

  /** Four sums, because each addition has to wait for the one before it. */
  public static double of(float[] values, int from, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int end = from + count;
    int k = from;
    for (; k + 3 < end; k += 4) {
      s0 += (double) values[k] * values[k];
      s1 += (double) values[k + 1] * values[k + 1];
      s2 += (double) values[k + 2] * values[k + 2];
      s3 += (double) values[k + 3] * values[k + 3];
    }
    for (; k < end; k++) {
      s0 += (double) values[k] * values[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Returns the sum of the squares, each times a weight.
   *
   * @param weights by value, beginning at {@code firstWeight}; null: each is 1
   */
  public static double weighted(
      float[] values, int from, int count, float[] weights, int firstWeight) {
    if (weights == null) {
      return of(values, from, count);
    }
    double sum = 0;
    for (int k = 0; k < count; k++) {
      float value = values[from + k];
      sum += (double) weights[firstWeight + k] * value * value;
    }
    return sum;
  }
}
