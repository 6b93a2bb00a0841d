package io.gravmf.backend.reference;

/**
 * Adds up how far what was found is from what was expected: {@code |found - expected| /
 * |expected|}.
 */
public final class RelativeError {

  private double difference;
  private double expectedSquares;

  /** Takes in one value. */
  public void add(double found, double expected) {
    if (found == expected) {
      // Infinities too: their difference would not be a number.
      expectedSquares += Double.isInfinite(expected) ? 0 : expected * expected;
      return;
    }
    difference += (found - expected) * (found - expected);
    expectedSquares += expected * expected;
  }

  /**
   * Returns the ratio of the two Euclidean norms; where zeros alone were expected, the norm of what
   * was found; not a number where a value found was none.
   */
  public double value() {
    return Math.sqrt(expectedSquares == 0 ? difference : difference / expectedSquares);
  }
}
