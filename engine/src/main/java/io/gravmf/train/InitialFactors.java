package io.gravmf.train;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Makes the factors that training starts from. */
public final class InitialFactors {

  /** The algorithm that seeds are given to, as it is recorded in models. */
  public static final String GENERATOR = "XO_SHI_RO_256_PP";

  private InitialFactors() {}

  /**
   * Draws what a configuration starts from: every factor from N(0, deviation²), biases of zero.
   *
   * @param users n, the number of users
   * @param items m, the number of items
   * @throws IllegalArgumentException if a matrix would not fit a Java array
   */
  public static TrainingState of(int users, int items, TrainingConfig config) {
    TrainingState state = normal(users, items, config.dim(), config.seed());
    if (config.initialDeviation() != 1) {
      scale(state.users().factors(), (float) config.initialDeviation());
      scale(state.items().factors(), (float) config.initialDeviation());
    }
    return config.objective().hasBiases() ? state.withBiases() : state;
  }

  private static void scale(FloatMatrix matrix, float factor) {
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] *= factor;
    }
  }

  /**
   * Draws every factor from N(0, 1), users first, by row.
   *
   * @param users n, the number of rows of U
   * @param items m, the number of rows of V
   * @param dim d, the number of factors of each
   * @throws IllegalArgumentException if a matrix would not fit a Java array
   */
  public static TrainingState normal(int users, int items, int dim, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    // The split draws from the start of the same seed's sequence; these draws come 2^128 later.
    ((JumpableUniformRandomProvider) random).jump();
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    FloatMatrix userFactors = draw(users, dim, gaussian);
    FloatMatrix itemFactors = draw(items, dim, gaussian);
    return TrainingState.initial(userFactors, itemFactors);
  }

  private static FloatMatrix draw(
      int rows, int columns, ZigguratSampler.NormalizedGaussian gaussian) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    float[] values = matrix.values();
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) gaussian.sample();
    }
    return matrix;
  }
}
