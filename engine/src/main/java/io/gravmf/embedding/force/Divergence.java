package io.gravmf.embedding.force;

import io.gravmf.embedding.layout.Layout;

/** The terms of the Kullback-Leibler divergence. */
final class Divergence {

  private Divergence() {}

  /** Returns {@code p log(p / (w_ij / Z))}, and 0 where p is 0. */
  static double term(Layout layout, int i, int j, float p, double logNormaliser) {
    if (p == 0) {
      return 0;
    }
    double dx = (double) layout.x[i] - layout.x[j];
    double dy = (double) layout.y[i] - layout.y[j];
    double dz = (double) layout.z[i] - layout.z[j];
    int freedom = layout.dimensions - 1;
    double logWeight = -0.5 * (freedom + 1) * Math.log1p((dx * dx + dy * dy + dz * dz) / freedom);
    return p * (Math.log(p) - logWeight + logNormaliser);
  }
}
