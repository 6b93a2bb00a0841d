package io.gravmf.random;

/**
 * Standard normal numbers by seed, sweep, stream, row and column. A row's numbers are those of the
 * counters (column / 4, row, sweep, stream) under the seed as key.
 *
 * <p>A word w becomes the uniform number (w + ½) / 2³², and the normal one is the inverse of the
 * normal distribution there, in float64 with no other functions than a root and, beyond ±1.45, a
 * logarithm; then it is rounded to float32. So a GPU gives the same numbers, but for the last bit
 * of a few. None is beyond ±6.34.
 */
public final class RowNormals {

  private static final double STEP = 0x1p-32;

  private final long seed;
  private final int stream;
  private final int[] words = new int[Philox.WORDS];

  /** Makes the numbers of a seed and a stream. */
  public RowNormals(long seed, Stream stream) {
    this.seed = seed;
    this.stream = stream.number();
  }

  /**
   * Writes a row's numbers.
   *
   * @param sweep 0 or more
   * @param row 0 or more
   * @param out receives columns 0 to {@code count - 1}
   */
  public void fill(int sweep, int row, int count, float[] out) {
    for (int column = 0; column < count; column += Philox.WORDS) {
      Philox.block(seed, column / Philox.WORDS, row, sweep, stream, words);
      for (int k = 0; k < Philox.WORDS && column + k < count; k++) {
        out[column + k] = normal(words[k]);
      }
    }
  }

  /** Returns the normal number of a word. */
  static float normal(int word) {
    return (float) InverseNormal.of((Integer.toUnsignedLong(word) + 0.5) * STEP);
  }
}
