package io.gravmf.embedding.vector;

import io.gravmf.embedding.kernel.PairKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops over pairs of points on the Vector API: a lane for each target, so that a
 * target's sums keep the sources' order whatever the width. No fused multiply-adds, for the plain
 * loops have none.
 */
public final class VectorPairKernels implements PairKernels {

  /** A block of targets is one such vector, or two or four narrower ones. */
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > BLOCK
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();

  private static final int MIN_LANES = 4;

  /**
   * Called by reflection.
   *
   * @throws UnsupportedOperationException if the JVM's vectors are too narrow to be worth it
   */
  public VectorPairKernels() {
    if (LANES < MIN_LANES) {
      throw new UnsupportedOperationException("vectors have " + LANES + " lanes only");
    }
  }

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
    for (int t = 0; t < BLOCK; t += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, tx, target + t);
      FloatVector y = FloatVector.fromArray(SPECIES, ty, target + t);
      if (planar) {
        repelPlanar(x, y, sx, sy, mass, source, sources, sums, t);
      } else {
        FloatVector z = FloatVector.fromArray(SPECIES, tz, target + t);
        repelSpatial(x, y, z, sx, sy, sz, mass, source, sources, sums, t);
      }
    }
  }

  private static void repelPlanar(
      FloatVector x,
      FloatVector y,
      float[] sx,
      float[] sy,
      float[] mass,
      int source,
      int sources,
      float[] sums,
      int t) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    FloatVector sumX = FloatVector.zero(SPECIES);
    FloatVector sumY = sumX;
    FloatVector sumWeight = sumX;
    for (int s = source; s < source + sources; s++) {
      FloatVector dx = x.sub(FloatVector.broadcast(SPECIES, sx[s]));
      FloatVector dy = y.sub(FloatVector.broadcast(SPECIES, sy[s]));
      FloatVector q = one.div(one.add(dx.mul(dx).add(dy.mul(dy))));
      FloatVector weight = q.mul(FloatVector.broadcast(SPECIES, mass[s]));
      FloatVector force = weight.mul(q);
      sumWeight = sumWeight.add(weight);
      sumX = sumX.add(force.mul(dx));
      sumY = sumY.add(force.mul(dy));
    }
    sumX.intoArray(sums, t);
    sumY.intoArray(sums, BLOCK + t);
    FloatVector.zero(SPECIES).intoArray(sums, 2 * BLOCK + t);
    sumWeight.intoArray(sums, 3 * BLOCK + t);
  }

  private static void repelSpatial(
      FloatVector x,
      FloatVector y,
      FloatVector z,
      float[] sx,
      float[] sy,
      float[] sz,
      float[] mass,
      int source,
      int sources,
      float[] sums,
      int t) {
    FloatVector two = FloatVector.broadcast(SPECIES, 2);
    FloatVector sumX = FloatVector.zero(SPECIES);
    FloatVector sumY = sumX;
    FloatVector sumZ = sumX;
    FloatVector sumWeight = sumX;
    for (int s = source; s < source + sources; s++) {
      FloatVector dx = x.sub(FloatVector.broadcast(SPECIES, sx[s]));
      FloatVector dy = y.sub(FloatVector.broadcast(SPECIES, sy[s]));
      FloatVector dz = z.sub(FloatVector.broadcast(SPECIES, sz[s]));
      FloatVector square = dx.mul(dx).add(dy.mul(dy)).add(dz.mul(dz));
      FloatVector q = two.div(two.add(square));
      FloatVector weight =
          q.mul(q.lanewise(VectorOperators.SQRT)).mul(FloatVector.broadcast(SPECIES, mass[s]));
      FloatVector force = weight.mul(q);
      sumWeight = sumWeight.add(weight);
      sumX = sumX.add(force.mul(dx));
      sumY = sumY.add(force.mul(dy));
      sumZ = sumZ.add(force.mul(dz));
    }
    sumX.intoArray(sums, t);
    sumY.intoArray(sums, BLOCK + t);
    sumZ.intoArray(sums, 2 * BLOCK + t);
    sumWeight.intoArray(sums, 3 * BLOCK + t);
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
    FloatVector freedom = FloatVector.broadcast(SPECIES, planar ? 1 : 2);
    for (int t = 0; t < BLOCK; t += LANES) {
      int at = target + t;
      FloatVector targetX = FloatVector.fromArray(SPECIES, x, at);
      FloatVector targetY = FloatVector.fromArray(SPECIES, y, at);
      FloatVector targetZ = FloatVector.fromArray(SPECIES, z, at);
      FloatVector sumX = FloatVector.zero(SPECIES);
      FloatVector sumY = sumX;
      FloatVector sumZ = sumX;
      for (int s = source; s < source + sources; s++) {
        FloatVector dx = targetX.sub(FloatVector.broadcast(SPECIES, x[s]));
        FloatVector dy = targetY.sub(FloatVector.broadcast(SPECIES, y[s]));
        FloatVector dz = targetZ.sub(FloatVector.broadcast(SPECIES, z[s]));
        FloatVector square = dx.mul(dx).add(dy.mul(dy)).add(dz.mul(dz));
        FloatVector p = FloatVector.fromArray(SPECIES, probabilities[s], at);
        FloatVector force = p.mul(freedom.div(freedom.add(square)));
        sumX = sumX.add(force.mul(dx));
        sumY = sumY.add(force.mul(dy));
        sumZ = sumZ.add(force.mul(dz));
      }
      sumX.intoArray(sums, t);
      sumY.intoArray(sums, BLOCK + t);
      sumZ.intoArray(sums, 2 * BLOCK + t);
    }
  }
}
