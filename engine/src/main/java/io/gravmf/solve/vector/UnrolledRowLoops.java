package io.gravmf.solve.vector;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.SolverKernels.MAX_FLOATS;
import static io.gravmf.solve.vector.Lanes.LANES;
import static io.gravmf.solve.vector.Lanes.SPECIES;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Loops over gathered rows of {@link #VECTORS} vectors, one to {@link #MAX_VECTORS}; copied for
 * each number by {@link Unrolled}. The row that all have in common, x or the sum, stays in
 * registers.
 *
 * <p>Vectors are never passed to methods of our own: HotSpot's node budget ends within these loops,
 * and behind it only the Vector API's methods are still inlined. That no row begins behind {@code
 * MAX_FLOATS} is said in the loops because it spares a sign extension for each load.
 */
final class UnrolledRowLoops implements RowLoops {

  /** As many as AVX2's sixteen registers hold, beside what a step needs. */
  static final int MAX_VECTORS = 8;

  private static final int VECTORS = Unrolled.constant(MethodHandles.lookup());

  /**
   * Rows multiplied at a time; adding up the lanes of four vectors costs little more than of one.
   */
  private static final int GROUP = 4;

  private static final int L1 = LANES;
  private static final int L2 = 2 * LANES;
  private static final int L3 = 3 * LANES;
  private static final int L4 = 4 * LANES;
  private static final int L5 = 5 * LANES;
  private static final int L6 = 6 * LANES;
  private static final int L7 = 7 * LANES;

  UnrolledRowLoops() {}

  @Override
  public void dots(
      float[] x, int xAt, float[] ys, int stride, int[] columns, int from, int to, float[] out) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt);
    FloatVector x1 = VECTORS > 1 ? FloatVector.fromArray(SPECIES, x, xAt + L1) : zero;
    FloatVector x2 = VECTORS > 2 ? FloatVector.fromArray(SPECIES, x, xAt + L2) : zero;
    FloatVector x3 = VECTORS > 3 ? FloatVector.fromArray(SPECIES, x, xAt + L3) : zero;
    FloatVector x4 = VECTORS > 4 ? FloatVector.fromArray(SPECIES, x, xAt + L4) : zero;
    FloatVector x5 = VECTORS > 5 ? FloatVector.fromArray(SPECIES, x, xAt + L5) : zero;
    FloatVector x6 = VECTORS > 6 ? FloatVector.fromArray(SPECIES, x, xAt + L6) : zero;
    FloatVector x7 = VECTORS > 7 ? FloatVector.fromArray(SPECIES, x, xAt + L7) : zero;
    int last = to - 1;
    for (int k = from; k < to; k += GROUP) {
      int a = Math.min(LEAD + columns[k] * stride, MAX_FLOATS);
      int b = Math.min(LEAD + columns[Math.min(k + 1, last)] * stride, MAX_FLOATS);
      int c = Math.min(LEAD + columns[Math.min(k + 2, last)] * stride, MAX_FLOATS);
      int d = Math.min(LEAD + columns[Math.min(k + 3, last)] * stride, MAX_FLOATS);
      FloatVector s = FloatVector.fromArray(SPECIES, ys, a).mul(x0);
      FloatVector t = FloatVector.fromArray(SPECIES, ys, b).mul(x0);
      FloatVector u = FloatVector.fromArray(SPECIES, ys, c).mul(x0);
      FloatVector v = FloatVector.fromArray(SPECIES, ys, d).mul(x0);
      if (VECTORS > 1) {
        s = FloatVector.fromArray(SPECIES, ys, a + L1).fma(x1, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L1).fma(x1, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L1).fma(x1, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L1).fma(x1, v);
      }
      if (VECTORS > 2) {
        s = FloatVector.fromArray(SPECIES, ys, a + L2).fma(x2, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L2).fma(x2, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L2).fma(x2, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L2).fma(x2, v);
      }
      if (VECTORS > 3) {
        s = FloatVector.fromArray(SPECIES, ys, a + L3).fma(x3, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L3).fma(x3, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L3).fma(x3, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L3).fma(x3, v);
      }
      if (VECTORS > 4) {
        s = FloatVector.fromArray(SPECIES, ys, a + L4).fma(x4, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L4).fma(x4, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L4).fma(x4, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L4).fma(x4, v);
      }
      if (VECTORS > 5) {
        s = FloatVector.fromArray(SPECIES, ys, a + L5).fma(x5, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L5).fma(x5, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L5).fma(x5, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L5).fma(x5, v);
      }
      if (VECTORS > 6) {
        s = FloatVector.fromArray(SPECIES, ys, a + L6).fma(x6, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L6).fma(x6, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L6).fma(x6, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L6).fma(x6, v);
      }
      if (VECTORS > 7) {
        s = FloatVector.fromArray(SPECIES, ys, a + L7).fma(x7, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L7).fma(x7, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L7).fma(x7, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L7).fma(x7, v);
      }
      // Lanes 0 to 3 become the four sums, each step adding lanes and joining two vectors.
      FloatVector st = s.blend(t, Lanes.ODD_1).add(t.blend(s, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
      FloatVector uv = u.blend(v, Lanes.ODD_1).add(v.blend(u, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
      FloatVector all =
          st.blend(uv, Lanes.ODD_2).add(uv.blend(st, Lanes.ODD_2).rearrange(Lanes.FLIP_2));
      if (LANES > 4) {
        all = all.add(all.rearrange(Lanes.FLIP_4));
      }
      if (LANES > 8) {
        all = all.add(all.rearrange(Lanes.FLIP_8));
      }
      all.intoArray(out, k - from);
    }
  }

  @Override
  public void addWeightedRows(
      float[] ys,
      int first,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      int[] places,
      float scale,
      float[] sum,
      int sumAt) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int k = from; k < to; k++) {
      int y = Math.min(first + columns[k] * stride, MAX_FLOATS);
      float w = weights[places == null ? k : places[k]];
      FloatVector weight = FloatVector.broadcast(SPECIES, w);
      s0 = FloatVector.fromArray(SPECIES, ys, y).fma(weight, s0);
      if (VECTORS > 1) {
        s1 = FloatVector.fromArray(SPECIES, ys, y + L1).fma(weight, s1);
      }
      if (VECTORS > 2) {
        s2 = FloatVector.fromArray(SPECIES, ys, y + L2).fma(weight, s2);
      }
      if (VECTORS > 3) {
        s3 = FloatVector.fromArray(SPECIES, ys, y + L3).fma(weight, s3);
      }
      if (VECTORS > 4) {
        s4 = FloatVector.fromArray(SPECIES, ys, y + L4).fma(weight, s4);
      }
      if (VECTORS > 5) {
        s5 = FloatVector.fromArray(SPECIES, ys, y + L5).fma(weight, s5);
      }
      if (VECTORS > 6) {
        s6 = FloatVector.fromArray(SPECIES, ys, y + L6).fma(weight, s6);
      }
      if (VECTORS > 7) {
        s7 = FloatVector.fromArray(SPECIES, ys, y + L7).fma(weight, s7);
      }
    }
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    s0.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt)).intoArray(sum, sumAt);
    if (VECTORS > 1) {
      s1.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + L1)).intoArray(sum, sumAt + L1);
    }
    if (VECTORS > 2) {
      s2.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + L2)).intoArray(sum, sumAt + L2);
    }
    if (VECTORS > 3) {
      s3.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + L3)).intoArray(sum, sumAt + L3);
    }
    if (VECTORS > 4) {
      s4.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + L4)).intoArray(sum, sumAt + L4);
    }
    if (VECTORS > 5) {
      s5.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + L5)).intoArray(sum, sumAt + L5);
    }
    if (VECTORS > 6) {
      s6.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + L6)).intoArray(sum, sumAt + L6);
    }
    if (VECTORS > 7) {
      s7.fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + L7)).intoArray(sum, sumAt + L7);
    }
  }
}
