package io.gravmf.solve.vector;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.vector.Lanes.LANES;
import static io.gravmf.solve.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Dot products of one row with gathered rows, eight at a time, for rows of more vectors than {@link
 * UnrolledRowLoops} keeps in registers.
 */
public final class Dots {

  private static final int GROUP = 8;

  private Dots() {}

  /** Writes {@code out[k - from] = x . y_columns[k]}, as {@link RowLoops#dots} does. */
  public static void dots(
      float[] x, int xAt, float[] ys, int stride, int[] columns, int from, int to, float[] out) {
    for (int k = from; k < to; k += GROUP) {
      eight(x, xAt, ys, stride, columns, k, to - 1, out, k - from);
    }
  }

  private static void eight(
      float[] x,
      int xAt,
      float[] ys,
      int stride,
      int[] columns,
      int k,
      int last,
      float[] out,
      int outAt) {
    int y0 = LEAD + columns[k] * stride;
    int y1 = LEAD + columns[Math.min(k + 1, last)] * stride;
    int y2 = LEAD + columns[Math.min(k + 2, last)] * stride;
    int y3 = LEAD + columns[Math.min(k + 3, last)] * stride;
    int y4 = LEAD + columns[Math.min(k + 4, last)] * stride;
    int y5 = LEAD + columns[Math.min(k + 5, last)] * stride;
    int y6 = LEAD + columns[Math.min(k + 6, last)] * stride;
    int y7 = LEAD + columns[Math.min(k + 7, last)] * stride;
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
    FloatVector t01 = join(s0, s1, Lanes.ODD_1, Lanes.FLIP_1);
    FloatVector t23 = join(s2, s3, Lanes.ODD_1, Lanes.FLIP_1);
    FloatVector t45 = join(s4, s5, Lanes.ODD_1, Lanes.FLIP_1);
    FloatVector t67 = join(s6, s7, Lanes.ODD_1, Lanes.FLIP_1);
    FloatVector t0123 = join(t01, t23, Lanes.ODD_2, Lanes.FLIP_2);
    FloatVector t4567 = join(t45, t67, Lanes.ODD_2, Lanes.FLIP_2);
    if (LANES == 4) {
      t0123.intoArray(out, outAt);
      t4567.intoArray(out, outAt + 4);
      return;
    }
    FloatVector all = join(t0123, t4567, Lanes.ODD_4, Lanes.FLIP_4);
    if (LANES == 16) {
      all = all.add(all.rearrange(Lanes.FLIP_8));
    }
    all.intoArray(out, outAt);
  }

  /** Adds each vector's neighbouring lanes; even lanes of the result are a's sums, odd ones b's. */
  private static FloatVector join(
      FloatVector a, FloatVector b, VectorMask<Float> odd, VectorShuffle<Float> flip) {
    return a.blend(b, odd).add(b.blend(a, odd).rearrange(flip));
  }
}
