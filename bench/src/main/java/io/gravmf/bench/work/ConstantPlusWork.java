package io.gravmf.bench.work;

import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * The law {@code milliseconds = constant + perFlop * work}, by least squares of relative errors: a
 * measured exponent below that of the work is explained where this law fits.
 *
 * @param constant milliseconds of what does not grow, never negative
 * @param perFlop milliseconds of an operation of the parts that grow, of padded rows
 */
public record ConstantPlusWork(double constant, double perFlop) {

  /** Fits the law to at least three points. */
  public static ConstantPlusWork fit(List<Growth.Point> points) {
    double[] ones = new double[points.size()];
    double[][] parts = new double[points.size()][];
    double ratios = 0;
    double squares = 0;
    for (int k = 0; k < ones.length; k++) {
      Growth.Point point = points.get(k);
      double work = point.growingFlops() / point.milliseconds();
      ones[k] = 1;
      parts[k] = new double[] {1 / point.milliseconds(), work};
      ratios += work;
      squares += work * work;
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(ones, parts);
    double[] fitted = regression.estimateRegressionParameters();
    return fitted[0] > 0
        ? new ConstantPlusWork(fitted[0], fitted[1])
        : new ConstantPlusWork(0, ratios / squares);
  }

  /** Returns the milliseconds that the law gives. */
  public double at(Growth.Point point) {
    return constant + perFlop * point.growingFlops();
  }

  /** Returns the largest relative error at a point. */
  public double misfit(List<Growth.Point> points) {
    return points.stream()
        .mapToDouble(point -> Math.abs(at(point) / point.milliseconds() - 1))
        .max()
        .orElse(Double.NaN);
  }
}
