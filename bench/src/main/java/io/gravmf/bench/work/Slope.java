package io.gravmf.bench.work;

import org.apache.commons.math3.stat.regression.SimpleRegression;

/** The exponent of a power law, by least squares of logarithms. */
final class Slope {

  private final SimpleRegression line = new SimpleRegression();

  void add(double x, double y) {
    line.addData(Math.log(x), Math.log(y));
  }

  /** Returns the exponent, or NaN of fewer than two points. */
  double exponent() {
    return line.getSlope();
  }
}
