package io.gravmf.objective;

/**
 * What is believed of ratings and rows before any is seen. The factors of a side's rows are from
 * N(μ, Λ⁻¹) with μ from N(0, (strength Λ)⁻¹) and Λ from the Wishart distribution W(scale I, d +
 * extra) (Salakhutdinov &amp; Mnih 2008, "Bayesian Probabilistic Matrix Factorization using Markov
 * Chain Monte Carlo"); biases are likewise with d = 1, which makes their precision's distribution a
 * Gamma. Ratings are from N(prediction, 1/τ) with τ from Gamma(noiseShape, noiseRate), those of
 * user i from N(prediction, 1/(τ w_i)) with w_i from Gamma(userNoise, userNoise) where people
 * differ in how much their ratings scatter (Lakshminarayanan, Bouchard &amp; Archambeau 2011,
 * "Robust Bayesian Matrix Factorisation").
 *
 * @param strength how many rows the prior of a mean is worth
 * @param extra degrees of freedom of the Wishart distribution beyond the number of factors
 * @param scale of the Wishart distribution
 * @param noiseShape shape of the ratings' precision
 * @param noiseRate its rate
 * @param userNoise shape and rate of the users' own part in it: the greater, the more alike they
 *     are; 0: all alike
 */
public record Hyperpriors(
    double strength,
    double extra,
    double scale,
    double noiseShape,
    double noiseRate,
    double userNoise) {

  /** Those of the paper, which say next to nothing, and a precision of the ratings about 1. */
  public static final Hyperpriors DEFAULT = new Hyperpriors(2, 0, 1, 1, 1);

  /** Beliefs by which all users' ratings scatter alike. */
  public Hyperpriors(
      double strength, double extra, double scale, double noiseShape, double noiseRate) {
    this(strength, extra, scale, noiseShape, noiseRate, 0);
  }

  /**
   * @throws IllegalArgumentException if a number is not finite or outside its range
   */
  public Hyperpriors {
    requirePositive("strength", strength);
    Require.notNegative("extra", extra);
    requirePositive("scale", scale);
    requirePositive("noise shape", noiseShape);
    requirePositive("noise rate", noiseRate);
    Require.notNegative("user noise", userNoise);
  }

  private static void requirePositive(String name, double value) {
    Require.that(value > 0, name, value, "above 0");
  }
}
