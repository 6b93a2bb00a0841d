package io.gravmf.bench.measure.vector;

import io.gravmf.bench.measure.FmaLoop;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Twelve independent chains of fused multiply-adds, more than the latency of any processor times
 * the operations that it starts in a cycle; on the values 0 and 1, which no processor slows down.
 */
public final class VectorFmaLoop implements FmaLoop {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;

  /** Called by reflection. */
  public VectorFmaLoop() {}

  @Override
  public int flopsOfRound() {
    return 2 * CHAINS * SPECIES.length();
  }

  @Override
  public float run(int rounds) {
    FloatVector x = FloatVector.broadcast(SPECIES, 1);
    FloatVector y = FloatVector.zero(SPECIES);
    FloatVector s0 = x;
    FloatVector s1 = x;
    FloatVector s2 = x;
    FloatVector s3 = x;
    FloatVector s4 = x;
    FloatVector s5 = x;
    FloatVector s6 = x;
    FloatVector s7 = x;
    FloatVector s8 = x;
    FloatVector s9 = x;
    FloatVector s10 = x;
    FloatVector s11 = x;
    for (int k = 0; k < rounds; k++) {
      s0 = s0.fma(x, y);
      s1 = s1.fma(x, y);
      s2 = s2.fma(x, y);
      s3 = s3.fma(x, y);
      s4 = s4.fma(x, y);
      s5 = s5.fma(x, y);
      s6 = s6.fma(x, y);
      s7 = s7.fma(x, y);
      s8 = s8.fma(x, y);
      s9 = s9.fma(x, y);
      s10 = s10.fma(x, y);
      s11 = s11.fma(x, y);
    }
    FloatVector all = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return all.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).reduceLanes(VectorOperators.ADD);
  }
}
