package io.gravmf.backend.cpu.vector;

import static io.gravmf.backend.cpu.CpuKernels.LEAD;
import static io.gravmf.backend.cpu.vector.VectorKernels.LANES;
import static io.gravmf.backend.cpu.vector.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Dot products of one row with gathered rows, eight at a time.
 *
 * <p>Adding up the lanes of one vector costs as much as multiplying several rows; so eight vectors
 * are added up together. Each step joins two vectors into one whose lanes hold sums for both, in
 * turn, until one vector holds all eight sums.
 */
final class Dots {

  private static final int GROUP = 8;

  /** Lanes whose bit of weight {@code h} is set, by h. */
  private static final VectorMask<Float> ODD_1 = lanesWithBit(1);

  private static final VectorMask<Float> ODD_2 = lanesWithBit(2);
  private static final VectorMask<Float> ODD_4 = lanesWithBit(4);

  /** Lane numbers with the bit of weight h flipped. */
  private static final VectorShuffle<Float> FLIP_1 = flip(1);

  private static final VectorShuffle<Float> FLIP_2 = flip(2);
  private static final VectorShuffle<Float> FLIP_4 = flip(4);
  private static final VectorShuffle<Float> FLIP_8 = flip(8);

  private Dots() {}

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

  static void dots(
      float[] x, int xAt, float[] ys, int stride, int[] columns, int from, int to, float[] out) {
    int k = from;
    for (; k + GROUP <= to; k += GROUP) {
      eight(x, xAt, ys, stride, columns, k, out, k - from);
    }
    for (; k < to; k++) {
      out[k - from] = one(x, xAt, ys, LEAD + columns[k] * stride, stride);
    }
  }

  private static float one(float[] x, int xAt, float[] ys, int y, int stride) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int c = 0; c < stride; c += LANES) {
      sum =
          FloatVector.fromArray(SPECIES, x, xAt + c)
              .fma(FloatVector.fromArray(SPECIES, ys, y + c), sum);
    }
    float total = 0;
    for (int lane = 0; lane < LANES; lane++) {
      total += sum.lane(lane);
    }
    return total;
  }

  private static void eight(
      float[] x, int xAt, float[] ys, int stride, int[] columns, int k, float[] out, int outAt) {
    int y0 = LEAD + columns[k] * stride;
    int y1 = LEAD + columns[k + 1] * stride;
    int y2 = LEAD + columns[k + 2] * stride;
    int y3 = LEAD + columns[k + 3] * stride;
    int y4 = LEAD + columns[k + 4] * stride;
    int y5 = LEAD + columns[k + 5] * stride;
    int y6 = LEAD + columns[k + 6] * stride;
    int y7 = LEAD + columns[k + 7] * stride;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int c = 0; c < stride; c += LANES) {
      FloatVector xc = FloatVector.fromArray(SPECIES, x, xAt + c);
      s0 = FloatVector.fromArray(SPECIES, ys, y0 + c).fma(xc, s0);
      s1 = FloatVector.fromArray(SPECIES, ys, y1 + c).fma(xc, s1);
      s2 = FloatVector.fromArray(SPECIES, ys, y2 + c).fma(xc, s2);
      s3 = FloatVector.fromArray(SPECIES, ys, y3 + c).fma(xc, s3);
      s4 = FloatVector.fromArray(SPECIES, ys, y4 + c).fma(xc, s4);
      s5 = FloatVector.fromArray(SPECIES, ys, y5 + c).fma(xc, s5);
      s6 = FloatVector.fromArray(SPECIES, ys, y6 + c).fma(xc, s6);
      s7 = FloatVector.fromArray(SPECIES, ys, y7 + c).fma(xc, s7);
    }
    FloatVector t01 = join(s0, s1, ODD_1, FLIP_1);
    FloatVector t23 = join(s2, s3, ODD_1, FLIP_1);
    FloatVector t45 = join(s4, s5, ODD_1, FLIP_1);
    FloatVector t67 = join(s6, s7, ODD_1, FLIP_1);
    FloatVector t0123 = join(t01, t23, ODD_2, FLIP_2);
    FloatVector t4567 = join(t45, t67, ODD_2, FLIP_2);
    if (LANES == 4) {
      t0123.intoArray(out, outAt);
      t4567.intoArray(out, outAt + 4);
      return;
    }
    FloatVector all = join(t0123, t4567, ODD_4, FLIP_4);
    if (LANES == 16) {
      all = all.add(all.rearrange(FLIP_8));
    }
    all.intoArray(out, outAt);
  }

  /** Adds each vector's neighbouring lanes; even lanes of the result are a's sums, odd ones b's. */
  private static FloatVector join(
      FloatVector a, FloatVector b, VectorMask<Float> odd, VectorShuffle<Float> flip) {
    return a.blend(b, odd).add(b.blend(a, odd).rearrange(flip));
  }
}
