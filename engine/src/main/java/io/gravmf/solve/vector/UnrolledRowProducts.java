package io.gravmf.solve.vector;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.SolverKernels.MAX_FLOATS;
import static io.gravmf.solve.vector.Lanes.SPECIES;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Products with gathered rows of {@link #VECTORS} vectors, one to {@link #MAX_VECTORS}; copied for
 * each number by {@link Unrolled}. p, the sum and the row stay in registers: a row is fetched once
 * for its dot product and its addition.
 *
 * <p>Vectors are never passed to methods of our own: HotSpot's node budget ends within this loop,
 * and behind it only the Vector API's methods are still inlined. That no row begins behind {@code
 * MAX_FLOATS} is said in the loop because it spares a sign extension for each load.
 */
final class UnrolledRowProducts implements RowProducts {

  /** As many as fit in 32 registers twice, beside what a step needs. */
  static final int MAX_VECTORS = 8;

  private static final int VECTORS = Unrolled.constant(MethodHandles.lookup());

  private static final int L1 = Lanes.LANES;
  private static final int L2 = 2 * Lanes.LANES;
  private static final int L3 = 3 * Lanes.LANES;
  private static final int L4 = 4 * Lanes.LANES;
  private static final int L5 = 5 * Lanes.LANES;
  private static final int L6 = 6 * Lanes.LANES;
  private static final int L7 = 7 * Lanes.LANES;

  /**
   * 1. What is no constant to HotSpot keeps it from unrolling the loop, after which its vectors
   * would no longer fit the registers: 1.6 and 1.7 times as slow at four and five vectors. Longer
   * bodies it does not unroll.
   */
  private int step = 1;

  UnrolledRowProducts() {}

  @Override
  public void addProducts(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float[] p,
      int pAt,
      float[] sum,
      int sumAt,
      float[] out,
      int outAt) {
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
    int next = VECTORS < 7 ? step : 1;
    for (int k = from; k < to; k += next) {
      int at = Math.min(LEAD + columns[k] * stride, MAX_FLOATS);
      FloatVector y0 = FloatVector.fromArray(SPECIES, ys, at);
      FloatVector y1 = VECTORS > 1 ? FloatVector.fromArray(SPECIES, ys, at + L1) : zero;
      FloatVector y2 = VECTORS > 2 ? FloatVector.fromArray(SPECIES, ys, at + L2) : zero;
      FloatVector y3 = VECTORS > 3 ? FloatVector.fromArray(SPECIES, ys, at + L3) : zero;
      FloatVector y4 = VECTORS > 4 ? FloatVector.fromArray(SPECIES, ys, at + L4) : zero;
      FloatVector y5 = VECTORS > 5 ? FloatVector.fromArray(SPECIES, ys, at + L5) : zero;
      FloatVector y6 = VECTORS > 6 ? FloatVector.fromArray(SPECIES, ys, at + L6) : zero;
      FloatVector y7 = VECTORS > 7 ? FloatVector.fromArray(SPECIES, ys, at + L7) : zero;
      FloatVector e = y0.mul(p0);
      FloatVector f = VECTORS > 1 ? y1.mul(p1) : zero;
      if (VECTORS > 2) {
        e = y2.fma(p2, e);
      }
      if (VECTORS > 3) {
        f = y3.fma(p3, f);
      }
      if (VECTORS > 4) {
        e = y4.fma(p4, e);
      }
      if (VECTORS > 5) {
        f = y5.fma(p5, f);
      }
      if (VECTORS > 6) {
        e = y6.fma(p6, e);
      }
      if (VECTORS > 7) {
        f = y7.fma(p7, f);
      }
      if (VECTORS > 1) {
        e = e.add(f);
      }
      // Every lane becomes the sum of all.
      e = e.add(e.rearrange(Lanes.FLIP_1));
      e = e.add(e.rearrange(Lanes.FLIP_2));
      if (Lanes.LANES > 4) {
        e = e.add(e.rearrange(Lanes.FLIP_4));
      }
      if (Lanes.LANES > 8) {
        e = e.add(e.rearrange(Lanes.FLIP_8));
      }
      out[outAt + k - from] = e.lane(0);
      if (weights != null) {
        e = e.mul(FloatVector.broadcast(SPECIES, weights[k]));
      }
      s0 = y0.fma(e, s0);
      if (VECTORS > 1) {
        s1 = y1.fma(e, s1);
      }
      if (VECTORS > 2) {
        s2 = y2.fma(e, s2);
      }
      if (VECTORS > 3) {
        s3 = y3.fma(e, s3);
      }
      if (VECTORS > 4) {
        s4 = y4.fma(e, s4);
      }
      if (VECTORS > 5) {
        s5 = y5.fma(e, s5);
      }
      if (VECTORS > 6) {
        s6 = y6.fma(e, s6);
      }
      if (VECTORS > 7) {
        s7 = y7.fma(e, s7);
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

  @Override
  public void addRows(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] scales,
      float[] weights,
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
      int at = Math.min(LEAD + columns[k] * stride, MAX_FLOATS);
      float scale = weights == null ? scales[k] : scales[k] * weights[k];
      FloatVector by = FloatVector.broadcast(SPECIES, scale);
      s0 = FloatVector.fromArray(SPECIES, ys, at).fma(by, s0);
      if (VECTORS > 1) {
        s1 = FloatVector.fromArray(SPECIES, ys, at + L1).fma(by, s1);
      }
      if (VECTORS > 2) {
        s2 = FloatVector.fromArray(SPECIES, ys, at + L2).fma(by, s2);
      }
      if (VECTORS > 3) {
        s3 = FloatVector.fromArray(SPECIES, ys, at + L3).fma(by, s3);
      }
      if (VECTORS > 4) {
        s4 = FloatVector.fromArray(SPECIES, ys, at + L4).fma(by, s4);
      }
      if (VECTORS > 5) {
        s5 = FloatVector.fromArray(SPECIES, ys, at + L5).fma(by, s5);
      }
      if (VECTORS > 6) {
        s6 = FloatVector.fromArray(SPECIES, ys, at + L6).fma(by, s6);
      }
      if (VECTORS > 7) {
        s7 = FloatVector.fromArray(SPECIES, ys, at + L7).fma(by, s7);
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
