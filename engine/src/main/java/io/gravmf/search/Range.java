package io.gravmf.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** The values that a setting is searched over. */
public sealed interface Range {

  /**
   * Some texts, each as likely as the others.
   *
   * @param values at least one
   */
  record Choices(List<String> values) implements Range {

    /** Copies the values. */
    public Choices {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("no values, expected one or more");
      }
    }

    @Override
    public List<String> ends() {
      return values;
    }

    @Override
    public String draw(UniformRandomProvider random) {
      return values.get(random.nextInt(values.size()));
    }
  }

  /**
   * Numbers between two, both included. They are rounded to three digits: a command line should be
   * readable, and no setting is known better.
   *
   * @param low the lowest
   * @param high the highest, above it
   * @param logarithmic whether equal ratios are as likely, rather than equal differences
   * @param whole whether numbers are whole
   */
  record Numbers(double low, double high, boolean logarithmic, boolean whole) implements Range {

    private static final int DIGITS = 3;

    /**
     * @throws IllegalArgumentException if the ends are not finite, not ascending, or not positive
     *     where the range is logarithmic
     */
    public Numbers {
      if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
        throw new IllegalArgumentException("the second number is not above the first");
      }
      if (logarithmic && !(low > 0)) {
        throw new IllegalArgumentException("a logarithmic range has numbers above 0 alone");
      }
    }

    @Override
    public List<String> ends() {
      return List.of(text(low), text(high));
    }

    private String text(double value) {
      return whole
          ? Long.toString((long) value)
          : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    @Override
    public String draw(UniformRandomProvider random) {
      double share = random.nextDouble();
      // Whole numbers at both ends are as likely as others.
      double from = whole ? low - 0.5 : low;
      double to = whole ? high + 0.5 : high;
      double value =
          logarithmic
              ? StrictMath.exp(
                  StrictMath.log(from) + share * (StrictMath.log(to) - StrictMath.log(from)))
              : from + share * (to - from);
      if (whole) {
        return Long.toString(Math.max((long) low, Math.min((long) high, Math.round(value))));
      }
      BigDecimal rounded = new BigDecimal(value, new MathContext(DIGITS, RoundingMode.HALF_EVEN));
      return text(Math.max(low, Math.min(high, rounded.doubleValue())));
    }
  }

  /** Returns the values between which all others are, which may be drawn themselves. */
  List<String> ends();

  /** Draws a value. */
  String draw(UniformRandomProvider random);
}
