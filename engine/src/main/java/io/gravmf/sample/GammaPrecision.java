package io.gravmf.sample;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/** The precision of normal numbers of mean 0, whose posterior is a Gamma distribution. */
public final class GammaPrecision {

  private GammaPrecision() {}

  /**
   * Draws a precision.
   *
   * @param shape of the prior
   * @param rate of the prior
   * @param count how many numbers there are
   * @param squares the sum of their squares
   * @return not a number where the squares have overflowed
   */
  public static double draw(
      double shape, double rate, int count, double squares, UniformRandomProvider random) {
    if (!Double.isFinite(squares)) {
      return Double.NaN;
    }
    return AhrensDieterMarsagliaTsangGammaSampler.of(
            random, shape + count / 2.0, 1 / (rate + squares / 2))
        .sample();
  }
}
