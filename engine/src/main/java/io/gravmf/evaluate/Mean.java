package io.gravmf.evaluate;

import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean and how far chance may have moved it.
 *
 * @param value the mean; not a number where there are no values
 * @param standardError the values' standard deviation, n - 1 in its denominator, over the root of
 *     n; not a number for less than two values
 */
public record Mean(double value, double standardError) {

  /** Returns the mean of values. */
  public static Mean of(double[] values) {
    double variance = values.length < 2 ? Double.NaN : StatUtils.variance(values);
    return new Mean(StatUtils.mean(values), Math.sqrt(variance / values.length));
  }
}
