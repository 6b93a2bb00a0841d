package io.gravmf.solve.vector;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.SolverKernels.MAX_FLOATS;
import static io.gravmf.solve.vector.Lanes.SPECIES;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Products with gathered rows of {@link #VECTORS} vectors, one to {@link #MAX_VECTORS}; copied for
 * each number by {@link Unrolled}. Both p and the sum stay in registers, and a row that was fetched
 * for its dot product is still in the first-level cache when it is added.
 *
 * <p>Vectors are never passed to methods of our own: HotSpot's node budget ends within this loop,
 * and behind it only the Vector API's methods are still inlined. That no row begins behind {@code
 * MAX_FLOATS} is said in the loop because it spares a sign extension for each load.
 */
final class UnrolledRowProducts implements RowProducts {

  /** As many as fit in 32 registers twice, beside what a step needs. */
  static final int MAX_VECTORS = 8;

  private static final int VECTORS = Unrolled.constant(MethodHandles.lookup());

  /**
   * Rows multiplied at a time; adding up the lanes of four vectors costs little more than of one.
   */
  private static final int GROUP = 4;

  private static final int L1 = Lanes.LANES;
  private static final int L2 = 2 * Lanes.LANES;
  private static final int L3 = 3 * Lanes.LANES;
  private static final int L4 = 4 * Lanes.LANES;
  private static final int L5 = 5 * Lanes.LANES;
  private static final int L6 = 6 * Lanes.LANES;
  private static final int L7 = 7 * Lanes.LANES;

  UnrolledRowProducts() {}

  @Override
  public void addResiduals(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] targets,
      float[] weights,
      float[] p,
      int pAt,
      float[] sum,
      int sumAt) {
    float[] dots = new float[Lanes.LANES];
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector p0 = FloatVector.fromArray(SPECIES, p, pAt);
    FloatVector p1 = VECTORS > 1 ? FloatVector.fromArray(SPECIES, p, pAt + L1) : zero;
    FloatVector p2 = VECTORS > 2 ? FloatVector.fromArray(SPECIES, p, pAt + L2) : zero;
    FloatVector p3 = VECTORS > 3 ? FloatVector.fromArray(SPECIES, p, pAt + L3) : zero;
    FloatVector p4 = VECTORS > 4 ? FloatVector.fromArray(SPECIES, p, pAt + L4) : zero;
    FloatVector p5 = VECTORS > 5 ? FloatVector.fromArray(SPECIES, p, pAt + L5) : zero;
    FloatVector p6 = VECTORS > 6 ? FloatVector.fromArray(SPECIES, p, pAt + L6) : zero;
    FloatVector p7 = VECTORS > 7 ? FloatVector.fromArray(SPECIES, p, pAt + L7) : zero;
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    FloatVector s4 = zero;
    FloatVector s5 = zero;
    FloatVector s6 = zero;
    FloatVector s7 = zero;
    int last = to - 1;
    for (int k = from; k < to; k += GROUP) {
      int k1 = Math.min(k + 1, last);
      int k2 = Math.min(k + 2, last);
      int k3 = Math.min(k + 3, last);
      int a = Math.min(LEAD + columns[k] * stride, MAX_FLOATS);
      int b = Math.min(LEAD + columns[k1] * stride, MAX_FLOATS);
      int c = Math.min(LEAD + columns[k2] * stride, MAX_FLOATS);
      int d = Math.min(LEAD + columns[k3] * stride, MAX_FLOATS);
      FloatVector s = FloatVector.fromArray(SPECIES, ys, a).mul(p0);
      FloatVector t = FloatVector.fromArray(SPECIES, ys, b).mul(p0);
      FloatVector u = FloatVector.fromArray(SPECIES, ys, c).mul(p0);
      FloatVector v = FloatVector.fromArray(SPECIES, ys, d).mul(p0);
      if (VECTORS > 1) {
        s = FloatVector.fromArray(SPECIES, ys, a + L1).fma(p1, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L1).fma(p1, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L1).fma(p1, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L1).fma(p1, v);
      }
      if (VECTORS > 2) {
        s = FloatVector.fromArray(SPECIES, ys, a + L2).fma(p2, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L2).fma(p2, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L2).fma(p2, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L2).fma(p2, v);
      }
      if (VECTORS > 3) {
        s = FloatVector.fromArray(SPECIES, ys, a + L3).fma(p3, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L3).fma(p3, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L3).fma(p3, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L3).fma(p3, v);
      }
      if (VECTORS > 4) {
        s = FloatVector.fromArray(SPECIES, ys, a + L4).fma(p4, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L4).fma(p4, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L4).fma(p4, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L4).fma(p4, v);
      }
      if (VECTORS > 5) {
        s = FloatVector.fromArray(SPECIES, ys, a + L5).fma(p5, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L5).fma(p5, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L5).fma(p5, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L5).fma(p5, v);
      }
      if (VECTORS > 6) {
        s = FloatVector.fromArray(SPECIES, ys, a + L6).fma(p6, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L6).fma(p6, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L6).fma(p6, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L6).fma(p6, v);
      }
      if (VECTORS > 7) {
        s = FloatVector.fromArray(SPECIES, ys, a + L7).fma(p7, s);
        t = FloatVector.fromArray(SPECIES, ys, b + L7).fma(p7, t);
        u = FloatVector.fromArray(SPECIES, ys, c + L7).fma(p7, u);
        v = FloatVector.fromArray(SPECIES, ys, d + L7).fma(p7, v);
      }
      // Lanes 0 to 3 become the four sums, each step adding lanes and joining two vectors.
      FloatVector st = s.blend(t, Lanes.ODD_1).add(t.blend(s, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
      FloatVector uv = u.blend(v, Lanes.ODD_1).add(v.blend(u, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
      FloatVector all =
          st.blend(uv, Lanes.ODD_2).add(uv.blend(st, Lanes.ODD_2).rearrange(Lanes.FLIP_2));
      if (Lanes.LANES > 4) {
        all = all.add(all.rearrange(Lanes.FLIP_4));
      }
      if (Lanes.LANES > 8) {
        all = all.add(all.rearrange(Lanes.FLIP_8));
      }
      all.intoArray(dots, 0);
      float e0 = -dots[0];
      float e1 = -dots[1];
      float e2 = -dots[2];
      float e3 = -dots[3];
      if (targets != null) {
        e0 += targets[k];
        e1 += targets[k1];
        e2 += targets[k2];
        e3 += targets[k3];
      }
      if (weights != null) {
        e0 *= weights[k];
        e1 *= weights[k1];
        e2 *= weights[k2];
        e3 *= weights[k3];
      }
      if (k + 3 > last) {
        e1 = k + 1 > last ? 0 : e1;
        e2 = k + 2 > last ? 0 : e2;
        e3 = 0;
      }
      FloatVector w = FloatVector.broadcast(SPECIES, e0);
      FloatVector x = FloatVector.broadcast(SPECIES, e1);
      FloatVector y = FloatVector.broadcast(SPECIES, e2);
      FloatVector z = FloatVector.broadcast(SPECIES, e3);
      s0 = FloatVector.fromArray(SPECIES, ys, a).fma(w, s0);
      s0 = FloatVector.fromArray(SPECIES, ys, b).fma(x, s0);
      s0 = FloatVector.fromArray(SPECIES, ys, c).fma(y, s0);
      s0 = FloatVector.fromArray(SPECIES, ys, d).fma(z, s0);
      if (VECTORS > 1) {
        s1 = FloatVector.fromArray(SPECIES, ys, a + L1).fma(w, s1);
        s1 = FloatVector.fromArray(SPECIES, ys, b + L1).fma(x, s1);
        s1 = FloatVector.fromArray(SPECIES, ys, c + L1).fma(y, s1);
        s1 = FloatVector.fromArray(SPECIES, ys, d + L1).fma(z, s1);
      }
      if (VECTORS > 2) {
        s2 = FloatVector.fromArray(SPECIES, ys, a + L2).fma(w, s2);
        s2 = FloatVector.fromArray(SPECIES, ys, b + L2).fma(x, s2);
        s2 = FloatVector.fromArray(SPECIES, ys, c + L2).fma(y, s2);
        s2 = FloatVector.fromArray(SPECIES, ys, d + L2).fma(z, s2);
      }
      if (VECTORS > 3) {
        s3 = FloatVector.fromArray(SPECIES, ys, a + L3).fma(w, s3);
        s3 = FloatVector.fromArray(SPECIES, ys, b + L3).fma(x, s3);
        s3 = FloatVector.fromArray(SPECIES, ys, c + L3).fma(y, s3);
        s3 = FloatVector.fromArray(SPECIES, ys, d + L3).fma(z, s3);
      }
      if (VECTORS > 4) {
        s4 = FloatVector.fromArray(SPECIES, ys, a + L4).fma(w, s4);
        s4 = FloatVector.fromArray(SPECIES, ys, b + L4).fma(x, s4);
        s4 = FloatVector.fromArray(SPECIES, ys, c + L4).fma(y, s4);
        s4 = FloatVector.fromArray(SPECIES, ys, d + L4).fma(z, s4);
      }
      if (VECTORS > 5) {
        s5 = FloatVector.fromArray(SPECIES, ys, a + L5).fma(w, s5);
        s5 = FloatVector.fromArray(SPECIES, ys, b + L5).fma(x, s5);
        s5 = FloatVector.fromArray(SPECIES, ys, c + L5).fma(y, s5);
        s5 = FloatVector.fromArray(SPECIES, ys, d + L5).fma(z, s5);
      }
      if (VECTORS > 6) {
        s6 = FloatVector.fromArray(SPECIES, ys, a + L6).fma(w, s6);
        s6 = FloatVector.fromArray(SPECIES, ys, b + L6).fma(x, s6);
        s6 = FloatVector.fromArray(SPECIES, ys, c + L6).fma(y, s6);
        s6 = FloatVector.fromArray(SPECIES, ys, d + L6).fma(z, s6);
      }
      if (VECTORS > 7) {
        s7 = FloatVector.fromArray(SPECIES, ys, a + L7).fma(w, s7);
        s7 = FloatVector.fromArray(SPECIES, ys, b + L7).fma(x, s7);
        s7 = FloatVector.fromArray(SPECIES, ys, c + L7).fma(y, s7);
        s7 = FloatVector.fromArray(SPECIES, ys, d + L7).fma(z, s7);
      }
    }
    s0.add(FloatVector.fromArray(SPECIES, sum, sumAt)).intoArray(sum, sumAt);
    if (VECTORS > 1) {
      s1.add(FloatVector.fromArray(SPECIES, sum, sumAt + L1)).intoArray(sum, sumAt + L1);
    }
    if (VECTORS > 2) {
      s2.add(FloatVector.fromArray(SPECIES, sum, sumAt + L2)).intoArray(sum, sumAt + L2);
    }
    if (VECTORS > 3) {
      s3.add(FloatVector.fromArray(SPECIES, sum, sumAt + L3)).intoArray(sum, sumAt + L3);
    }
    if (VECTORS > 4) {
      s4.add(FloatVector.fromArray(SPECIES, sum, sumAt + L4)).intoArray(sum, sumAt + L4);
    }
    if (VECTORS > 5) {
      s5.add(FloatVector.fromArray(SPECIES, sum, sumAt + L5)).intoArray(sum, sumAt + L5);
    }
    if (VECTORS > 6) {
      s6.add(FloatVector.fromArray(SPECIES, sum, sumAt + L6)).intoArray(sum, sumAt + L6);
    }
    if (VECTORS > 7) {
      s7.add(FloatVector.fromArray(SPECIES, sum, sumAt + L7)).intoArray(sum, sumAt + L7);
    }
  }
}
