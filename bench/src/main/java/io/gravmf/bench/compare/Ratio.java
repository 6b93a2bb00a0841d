package io.gravmf.bench.compare;

/**
 * New time over old.
 *
 * @param value above 1 is slower
 * @param low lower end of its interval, 0 where there is none
 * @param high upper end, infinite where there is none
 * @param forks how many of each build, or pairs of them, it is made of
 */
record Ratio(double value, double low, double high, int forks) {

  /** How often an interval may miss the truth. */
  static final double ALPHA = 0.02;

  /** Nothing can be said. */
  static final Ratio NONE = new Ratio(Double.NaN, 0, Double.POSITIVE_INFINITY, 0);

  static Ratio of(Ranks.Shift shift, int forks) {
    return new Ratio(Math.exp(shift.value()), Math.exp(shift.low()), Math.exp(shift.high()), forks);
  }
}
