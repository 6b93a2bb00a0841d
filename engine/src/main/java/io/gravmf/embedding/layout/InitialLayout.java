package io.gravmf.embedding.layout;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Makes the layout that descent starts from. */
public final class InitialLayout {

  /** Small against the distances at which Student weights differ from 1. */
  private static final double DEVIATION = 1e-4;

  private InitialLayout() {}

  /** Draws normal coordinates; a seed's are the same for every number of threads. */
  public static Layout random(int points, int dimensions, long seed) {
    Layout layout = new Layout(points, dimensions);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    // A seed's first 2^128 draws are for the split, the next for initial factors.
    ((JumpableUniformRandomProvider) random).jump();
    ((JumpableUniformRandomProvider) random).jump();
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    for (int i = 0; i < layout.points; i++) {
      for (int axis = 0; axis < layout.dimensions; axis++) {
        layout.axis(axis)[i] = (float) (DEVIATION * gaussian.sample());
      }
    }
    return layout;
  }

  /**
   * Projects points on their first principal components.
   *
   * @throws InvalidInputException if there are fewer columns than dimensions, if all points are
   *     equal, or if rows and columns are both too many
   */
  public static Layout principalComponents(FloatMatrix points, int dimensions) {
    Layout layout = new Layout(points.rows(), dimensions);
    PrincipalComponents.project(points, layout, DEVIATION);
    return layout;
  }
}
