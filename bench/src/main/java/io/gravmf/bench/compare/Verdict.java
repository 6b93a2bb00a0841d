package io.gravmf.bench.compare;

import java.util.Locale;

/** What a comparison says of the new build. */
enum Verdict {
  /** The whole interval is below 1; of runs of different times, by more than what is alike. */
  FASTER,
  /** The whole interval is above 1; of runs of different times, by more than what is alike. */
  SLOWER,
  /** The whole interval is within {@value #ALIKE} of 1. */
  SAME,
  /** Neither: more forks would tell, or two runs that had the machine in the same state. */
  AMBIGUOUS;

  /** Differences that do not matter. */
  static final double ALIKE = 0.05;

  /**
   * Judges a ratio.
   *
   * @param margin what the interval must be away from 1
   */
  static Verdict of(Ratio ratio, double margin) {
    if (ratio.low() > 1 + margin) {
      return SLOWER;
    }
    if (ratio.high() < 1 - margin) {
      return FASTER;
    }
    return ratio.low() > 1 - ALIKE && ratio.high() < 1 + ALIKE ? SAME : AMBIGUOUS;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
