package io.gravmf.backend.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors that all loops use, and constants for adding up the lanes of several vectors
 * together, which costs little more than of one: each step swaps a half of two vectors, adds them,
 * and so joins them into one whose lanes hold sums for both, in turn.
 */
final class Lanes {

  /** Vectors of the width that the JVM prefers. */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in a vector. */
  static final int LANES = SPECIES.length();

  /** Lanes whose bit of weight {@code h} is set, by h. */
  static final VectorMask<Float> ODD_1 = lanesWithBit(1);

  static final VectorMask<Float> ODD_2 = lanesWithBit(2);
  static final VectorMask<Float> ODD_4 = lanesWithBit(4);

  /** Lane numbers with the bit of weight h flipped. */
  static final VectorShuffle<Float> FLIP_1 = flip(1);

  static final VectorShuffle<Float> FLIP_2 = flip(2);
  static final VectorShuffle<Float> FLIP_4 = flip(4);
  static final VectorShuffle<Float> FLIP_8 = flip(8);

  private Lanes() {}

  private static VectorMask<Float> lanesWithBit(int bit) {
    boolean[] set = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      set[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, set, 0);
  }

  private static VectorShuffle<Float> flip(int bit) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ bit) & (LANES - 1));
  }
}
