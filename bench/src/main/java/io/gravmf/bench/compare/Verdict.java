package io.gravmf.bench.compare;

import java.util.Locale;

/** What a comparison says of the new build. */
enum Verdict {
  /** The whole interval is below 1. */
  FASTER,
  /** The whole interval is above 1. */
  SLOWER,
  /** The whole interval is within {@value #ALIKE} of 1. */
  SAME,
  /** Neither: more forks would tell, or two runs that had the machine in the same state. */
  AMBIGUOUS;

  /** Differences that do not matter. */
  static final double ALIKE = 0.05;

  static Verdict of(Ratio ratio) {
    if (ratio.low() > 1) {
      return SLOWER;
    }
    if (ratio.high() < 1) {
      return FASTER;
    }
    return ratio.low() > 1 - ALIKE && ratio.high() < 1 + ALIKE ? SAME : AMBIGUOUS;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
