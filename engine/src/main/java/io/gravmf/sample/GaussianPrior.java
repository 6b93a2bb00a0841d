package io.gravmf.sample;

import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;

/**
 * A normal distribution by its mean and precision Λ, with a matrix R, {@code R Rᵀ = Λ⁻¹}, that
 * turns standard normal numbers into deviations from the mean. R is the product of a lower
 * triangular matrix and an upper one's inverse, as the Wishart distribution's draw gives them.
 */
final class GaussianPrior {

  final double[] mean;
  final double[][] precision;
  private final double[][] lower;
  private final double[][] bartlett;

  /**
   * @param lower C of {@code Λ⁻¹ = C A⁻ᵀ A⁻¹ Cᵀ}
   * @param bartlett A, lower triangular
   */
  GaussianPrior(double[] mean, double[][] precision, double[][] lower, double[][] bartlett) {
    this.mean = mean;
    this.precision = precision;
    this.lower = lower;
    this.bartlett = bartlett;
  }

  /** Returns a draw of N(0, Λ⁻¹). */
  double[] deviation(SharedStateContinuousSampler normal) {
    double[] z = new double[mean.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = normal.sample();
    }
    return Triangular.multiply(lower, Triangular.solveTransposed(bartlett, z));
  }

  /** Returns {@code xᵀ Λ y}. */
  double product(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        sum += x[i] * precision[i][j] * y[j];
      }
    }
    return sum;
  }
}
