package io.gravmf.solve;

/** Loops over rows in plain Java, written so that HotSpot's C2 compiler vectorises them. */
final class PlainRows {

  /** Sums kept apart in a dot product: HotSpot keeps the order of one float sum, so one is slow. */
  static final int LANES = 8;

  private PlainRows() {}

  /**
   * Returns {@code x . y}.
   *
   * @param length a multiple of {@link #LANES}
   */
  static float dot(float[] x, int xAt, float[] y, int yAt, int length) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int c = 0; c < length; c += LANES) {
      s0 += x[xAt + c] * y[yAt + c];
      s1 += x[xAt + c + 1] * y[yAt + c + 1];
      s2 += x[xAt + c + 2] * y[yAt + c + 2];
      s3 += x[xAt + c + 3] * y[yAt + c + 3];
      s4 += x[xAt + c + 4] * y[yAt + c + 4];
      s5 += x[xAt + c + 5] * y[yAt + c + 5];
      s6 += x[xAt + c + 6] * y[yAt + c + 6];
      s7 += x[xAt + c + 7] * y[yAt + c + 7];
    }
    return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7));
  }

  /** Adds {@code weight y} to a sum. */
  static void add(float[] y, int yAt, float weight, int length, float[] sum, int sumAt) {
    for (int c = 0; c < length; c++) {
      sum[sumAt + c] += weight * y[yAt + c];
    }
  }

  /** Adds {@code w0 y0 + w1 y1 + w2 y2 + w3 y3} to a sum. */
  static void addFour(
      float[] y,
      int at0,
      int at1,
      int at2,
      int at3,
      float w0,
      float w1,
      float w2,
      float w3,
      int length,
      float[] sum,
      int sumAt) {
    for (int c = 0; c < length; c++) {
      sum[sumAt + c] += (w0 * y[at0 + c] + w1 * y[at1 + c]) + (w2 * y[at2 + c] + w3 * y[at3 + c]);
    }
  }
}
