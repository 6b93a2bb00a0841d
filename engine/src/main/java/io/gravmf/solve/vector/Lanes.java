package io.gravmf.solve.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of all loops, of the width that the JVM prefers, and constants for adding up the
 * lanes of several vectors together, which costs little more than of one: each step swaps a half of
 * two vectors, adds them, and so joins them into one whose lanes hold sums for both, in turn.
 */
public final class Lanes {

  /** The one width: HotSpot compiles loops over vectors of two widths badly. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in a vector. */
  public static final int LANES = SPECIES.length();

  /** The fewest that are worth it. */
  private static final int LEAST = 4;

  /** Lanes whose bit of weight {@code h} is set, by h. */
  public static final VectorMask<Float> ODD_1 = lanesWithBit(1);

  /** As {@link #ODD_1}, bit 2. */
  public static final VectorMask<Float> ODD_2 = lanesWithBit(2);

  /** As {@link #ODD_1}, bit 4. */
  public static final VectorMask<Float> ODD_4 = lanesWithBit(4);

  /** As {@link #ODD_1}, bit 8. */
  public static final VectorMask<Float> ODD_8 = lanesWithBit(8);

  /** Lane numbers with the bit of weight h flipped. */
  public static final VectorShuffle<Float> FLIP_1 = flip(1);

  /** As {@link #FLIP_1}, bit 2. */
  public static final VectorShuffle<Float> FLIP_2 = flip(2);

  /** As {@link #FLIP_1}, bit 4. */
  public static final VectorShuffle<Float> FLIP_4 = flip(4);

  /** As {@link #FLIP_1}, bit 8. */
  public static final VectorShuffle<Float> FLIP_8 = flip(8);

  private Lanes() {}

  /**
   * Refuses a JVM whose vectors are too narrow to be worth it.
   *
   * @throws UnsupportedOperationException if they are
   */
  public static void requireWide() {
    if (LANES < LEAST) {
      throw new UnsupportedOperationException("vectors have " + LANES + " lanes only");
    }
  }

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
