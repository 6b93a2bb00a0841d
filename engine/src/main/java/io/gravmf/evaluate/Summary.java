package io.gravmf.evaluate;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * The eight figures of pandas' {@code describe}.
 *
 * @param count how many values
 * @param mean their mean
 * @param std their standard deviation with n - 1 in the denominator; NaN for one value
 * @param min the smallest
 * @param lowerQuartile the 25 % quantile, linear between neighbours
 * @param median the 50 % quantile
 * @param upperQuartile the 75 % quantile
 * @param max the largest
 */
public record Summary(
    int count,
    double mean,
    double std,
    double min,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double max) {

  /**
   * Summarises values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Summary of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values to summarise");
    }
    Percentile quantiles = new Percentile().withEstimationType(EstimationType.R_7);
    quantiles.setData(values);
    return new Summary(
        values.length,
        StatUtils.mean(values),
        values.length == 1 ? Double.NaN : new StandardDeviation().evaluate(values),
        StatUtils.min(values),
        quantiles.evaluate(25),
        quantiles.evaluate(50),
        quantiles.evaluate(75),
        StatUtils.max(values));
  }
}
