package io.gravmf.bench.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as tables show them. */
public final class Numbers {

  /** What stands where there is no number. */
  static final String NONE = "";

  private static final int DIGITS = 3;

  private Numbers() {}

  /** Returns three significant digits, without an exponent; nothing for what is not a number. */
  static String significant(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return NONE;
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    int before = rounded.precision() - rounded.scale();
    return rounded.setScale(Math.max(0, DIGITS - before), RoundingMode.UNNECESSARY).toPlainString();
  }

  /** Returns a number with a fixed count of decimals. */
  public static String fixed(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : NONE;
  }

  /** Returns a part of a whole as a percentage. */
  static String percent(double part, double whole) {
    double ratio = 100 * part / whole;
    return Double.isFinite(ratio) && ratio > 0
        ? String.format(Locale.ROOT, "%.0f %%", ratio)
        : NONE;
  }

  /** Returns a mean and half the width of its interval. */
  static String interval(double mean, double halfWidth) {
    String text = significant(mean);
    return Double.isFinite(halfWidth) ? text + " ± " + significant(halfWidth) : text;
  }

  /** Returns how many times as large. */
  static String times(double ratio) {
    return Double.isFinite(ratio) ? significant(ratio) + "×" : NONE;
  }
}
