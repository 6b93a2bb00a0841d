package io.gravmf.embedding.kernel;

import java.util.Arrays;

/** The inner loops over pairs of points in plain Java. */
final class PlainPairKernels implements PairKernels {

  @Override
  public void repel(
      boolean planar,
      float[] tx,
      float[] ty,
      float[] tz,
      int target,
      float[] sx,
      float[] sy,
      float[] sz,
      float[] mass,
      int source,
      int sources,
      float[] sums) {
    for (int t = 0; t < BLOCK; t++) {
      int at = target + t;
      if (planar) {
        repelPlanar(tx[at], ty[at], sx, sy, mass, source, sources, sums, t);
      } else {
        repelSpatial(tx[at], ty[at], tz[at], sx, sy, sz, mass, source, sources, sums, t);
      }
    }
  }

  private static void repelPlanar(
      float x,
      float y,
      float[] sx,
      float[] sy,
      float[] mass,
      int source,
      int sources,
      float[] sums,
      int t) {
    float sumX = 0;
    float sumY = 0;
    float sumWeight = 0;
    for (int s = source; s < source + sources; s++) {
      float dx = x - sx[s];
      float dy = y - sy[s];
      float q = 1 / (1 + (dx * dx + dy * dy));
      float weight = mass[s] * q;
      float force = weight * q;
      sumWeight += weight;
      sumX += force * dx;
      sumY += force * dy;
    }
    sums[t] = sumX;
    sums[BLOCK + t] = sumY;
    sums[2 * BLOCK + t] = 0;
    sums[3 * BLOCK + t] = sumWeight;
  }

  private static void repelSpatial(
      float x,
      float y,
      float z,
      float[] sx,
      float[] sy,
      float[] sz,
      float[] mass,
      int source,
      int sources,
      float[] sums,
      int t) {
    float sumX = 0;
    float sumY = 0;
    float sumZ = 0;
    float sumWeight = 0;
    for (int s = source; s < source + sources; s++) {
      float dx = x - sx[s];
      float dy = y - sy[s];
      float dz = z - sz[s];
      float q = 2 / (2 + ((dx * dx + dy * dy) + dz * dz));
      float weight = mass[s] * (q * (float) Math.sqrt(q));
      float force = weight * q;
      sumWeight += weight;
      sumX += force * dx;
      sumY += force * dy;
      sumZ += force * dz;
    }
    sums[t] = sumX;
    sums[BLOCK + t] = sumY;
    sums[2 * BLOCK + t] = sumZ;
    sums[3 * BLOCK + t] = sumWeight;
  }

  @Override
  public void attract(
      boolean planar,
      float[] x,
      float[] y,
      float[] z,
      int target,
      float[][] probabilities,
      int source,
      int sources,
      float[] sums) {
    Arrays.fill(sums, 0, 3 * BLOCK, 0);
    float freedom = planar ? 1 : 2;
    for (int s = source; s < source + sources; s++) {
      float[] row = probabilities[s];
      for (int t = 0; t < BLOCK; t++) {
        int at = target + t;
        float dx = x[at] - x[s];
        float dy = y[at] - y[s];
        // In the plane every z is 0, which adds nothing.
        float dz = z[at] - z[s];
        float force = row[at] * (freedom / (freedom + ((dx * dx + dy * dy) + dz * dz)));
        sums[t] += force * dx;
        sums[BLOCK + t] += force * dy;
        sums[2 * BLOCK + t] += force * dz;
      }
    }
  }
}
