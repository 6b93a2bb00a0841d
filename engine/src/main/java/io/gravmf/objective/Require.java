package io.gravmf.objective;

/** Checks the numbers of an objective or an optimiser as they come in. */
final class Require {

  private Require() {}

  static void that(boolean holds, String name, double value, String expected) {
    if (!holds || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected a finite number, " + expected);
    }
  }

  static void notNegative(String name, double value) {
    that(value >= 0, name, value, "0 or more");
  }
}
