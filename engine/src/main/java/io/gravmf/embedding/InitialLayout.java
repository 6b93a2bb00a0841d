package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Makes the layout that descent starts from. */
final class InitialLayout {

  /** Small against the distances at which Student weights differ from 1. */
  private static final double DEVIATION = 1e-4;

  private InitialLayout() {}

  static Layout of(FloatMatrix points, TsneConfig config) {
    Layout layout = new Layout(points.rows(), config.components());
    if (config.init() == TsneConfig.Init.PCA) {
      PrincipalComponents.project(points, layout, DEVIATION);
    } else {
      draw(layout, config.seed());
    }
    return layout;
  }

  private static void draw(Layout layout, long seed) {
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
  }
}
