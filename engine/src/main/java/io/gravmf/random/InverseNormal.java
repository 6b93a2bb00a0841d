package io.gravmf.random;

/**
 * The inverse of the standard normal distribution, to about 16 digits (Wichura 1988, "Algorithm AS
 * 241: The Percentage Points of the Normal Distribution", PPND16).
 *
 * <p>For probabilities from e⁻²⁵ to 1 - e⁻²⁵, which those of 32 bits are; the algorithm's third
 * region is therefore missing.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the digits that were published
final class InverseNormal {

  private static final double CENTRAL = 0.425;
  private static final double CENTRAL_SQUARE = 0.180625;
  private static final double TAIL_SHIFT = 1.6;

  private InverseNormal() {}

  static double of(double probability) {
    double q = probability - 0.5;
    if (Math.abs(q) <= CENTRAL) {
      return q * central(CENTRAL_SQUARE - q * q);
    }
    double tail = q < 0 ? probability : 1 - probability;
    double value = tail(Math.sqrt(-StrictMath.log(tail)) - TAIL_SHIFT);
    return q < 0 ? -value : value;
  }

  private static double central(double r) {
    double above = 2.5090809287301226727e+3;
    above = above * r + 3.3430575583588128105e+4;
    above = above * r + 6.7265770927008700853e+4;
    above = above * r + 4.5921953931549871457e+4;
    above = above * r + 1.3731693765509461125e+4;
    above = above * r + 1.9715909503065514427e+3;
    above = above * r + 1.3314166789178437745e+2;
    above = above * r + 3.3871328727963666080e+0;
    double below = 5.2264952788528545610e+3;
    below = below * r + 2.8729085735721942674e+4;
    below = below * r + 3.9307895800092710610e+4;
    below = below * r + 2.1213794301586595867e+4;
    below = below * r + 5.3941960214247511077e+3;
    below = below * r + 6.8718700749205790830e+2;
    below = below * r + 4.2313330701600911252e+1;
    below = below * r + 1;
    return above / below;
  }

  private static double tail(double r) {
    double above = 7.74545014278341407640e-4;
    above = above * r + 2.27238449892691845833e-2;
    above = above * r + 2.41780725177450611770e-1;
    above = above * r + 1.27045825245236838258e+0;
    above = above * r + 3.64784832476320460504e+0;
    above = above * r + 5.76949722146069140550e+0;
    above = above * r + 4.63033784615654529590e+0;
    above = above * r + 1.42343711074968357734e+0;
    double below = 1.05075007164441684324e-9;
    below = below * r + 5.47593808499534494600e-4;
    below = below * r + 1.51986665636164571966e-2;
    below = below * r + 1.48103976427480074590e-1;
    below = below * r + 6.89767334985100004550e-1;
    below = below * r + 1.67638483018380384940e+0;
    below = below * r + 2.05319162663775882187e+0;
    below = below * r + 1;
    return above / below;
  }
}
