package io.gravmf.solve.vector;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.SolverKernels.PANEL;
import static io.gravmf.solve.SolverKernels.SMALLEST_PIVOT;
import static io.gravmf.solve.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** What a Cholesky factorisation and a substitution do within four rows. */
final class Panels {

  private Panels() {}

  /**
   * Factors rows r to r + 3, from which the squares of the rows below were subtracted. The four
   * pivots and six coefficients are computed as scalars, then applied to all columns at once.
   *
   * @param d0 the diagonal entry of row r before anything was subtracted, and so on
   * @return whether the pivots are great enough
   */
  static boolean factor(float[] m, int r, int stride, float d0, float d1, float d2, float d3) {
    int at0 = LEAD + r * stride;
    int at1 = at0 + stride;
    int at2 = at1 + stride;
    int at3 = at2 + stride;

    float p3 = m[at3 + r + 3];
    float i3 = (float) (1 / Math.sqrt(p3));
    float f32 = m[at3 + r + 2] * i3;
    float f31 = m[at3 + r + 1] * i3;
    float f30 = m[at3 + r] * i3;

    float p2 = m[at2 + r + 2] - f32 * f32;
    float i2 = (float) (1 / Math.sqrt(p2));
    float f21 = (m[at2 + r + 1] - f32 * f31) * i2;
    float f20 = (m[at2 + r] - f32 * f30) * i2;

    float p1 = m[at1 + r + 1] - f31 * f31 - f21 * f21;
    float i1 = (float) (1 / Math.sqrt(p1));
    float f10 = (m[at1 + r] - f31 * f30 - f21 * f20) * i1;

    float p0 = m[at0 + r] - f30 * f30 - f20 * f20 - f10 * f10;
    float i0 = (float) (1 / Math.sqrt(p0));

    if (!(p0 > d0 * SMALLEST_PIVOT
        && p1 > d1 * SMALLEST_PIVOT
        && p2 > d2 * SMALLEST_PIVOT
        && p3 > d3 * SMALLEST_PIVOT)) {
      return false;
    }
    FloatVector by3 = FloatVector.broadcast(SPECIES, i3);
    FloatVector by2 = FloatVector.broadcast(SPECIES, i2);
    FloatVector by1 = FloatVector.broadcast(SPECIES, i1);
    FloatVector by0 = FloatVector.broadcast(SPECIES, i0);
    FloatVector n32 = FloatVector.broadcast(SPECIES, -f32);
    FloatVector n31 = FloatVector.broadcast(SPECIES, -f31);
    FloatVector n30 = FloatVector.broadcast(SPECIES, -f30);
    FloatVector n21 = FloatVector.broadcast(SPECIES, -f21);
    FloatVector n20 = FloatVector.broadcast(SPECIES, -f20);
    FloatVector n10 = FloatVector.broadcast(SPECIES, -f10);
    for (int c = 0; c < r + PANEL; c += Lanes.LANES) {
      FloatVector v3 = FloatVector.fromArray(SPECIES, m, at3 + c).mul(by3);
      FloatVector v2 = FloatVector.fromArray(SPECIES, m, at2 + c);
      FloatVector v1 = FloatVector.fromArray(SPECIES, m, at1 + c);
      FloatVector v0 = FloatVector.fromArray(SPECIES, m, at0 + c);
      v2 = v3.fma(n32, v2).mul(by2);
      v1 = v2.fma(n21, v3.fma(n31, v1)).mul(by1);
      v0 = v1.fma(n10, v2.fma(n20, v3.fma(n30, v0))).mul(by0);
      v3.intoArray(m, at3 + c);
      v2.intoArray(m, at2 + c);
      v1.intoArray(m, at1 + c);
      v0.intoArray(m, at0 + c);
    }
    return true;
  }

  /** See {@link io.gravmf.solve.SolverKernels#substitute}. */
  static void substitute(float[] f, int order, int stride, float[] x) {
    // Column 0 is w, so with -1 as the unknown 0 each row's product with x is 0.
    x[0] = -1;
    for (int c = 1; c < stride; c++) {
      x[c] = 0;
    }
    float[] sums = new float[Lanes.LANES];
    for (int r = PANEL; r < order; r += PANEL) {
      int at0 = LEAD + r * stride;
      int at1 = at0 + stride;
      int at2 = at1 + stride;
      int at3 = at2 + stride;
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int c = 0; c < r; c += Lanes.LANES) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, c);
        s0 = FloatVector.fromArray(SPECIES, f, at0 + c).fma(v, s0);
        s1 = FloatVector.fromArray(SPECIES, f, at1 + c).fma(v, s1);
        s2 = FloatVector.fromArray(SPECIES, f, at2 + c).fma(v, s2);
        s3 = FloatVector.fromArray(SPECIES, f, at3 + c).fma(v, s3);
      }
      // Lanes 0 to 3 become the four sums, each step adding lanes and joining two vectors.
      FloatVector s01 =
          s0.blend(s1, Lanes.ODD_1).add(s1.blend(s0, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
      FloatVector s23 =
          s2.blend(s3, Lanes.ODD_1).add(s3.blend(s2, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
      FloatVector all =
          s01.blend(s23, Lanes.ODD_2).add(s23.blend(s01, Lanes.ODD_2).rearrange(Lanes.FLIP_2));
      if (Lanes.LANES > 4) {
        all = all.add(all.rearrange(Lanes.FLIP_4));
      }
      if (Lanes.LANES > 8) {
        all = all.add(all.rearrange(Lanes.FLIP_8));
      }
      all.intoArray(sums, 0);
      float x0 = -sums[0] / f[at0 + r];
      float x1 = -(sums[1] + f[at1 + r] * x0) / f[at1 + r + 1];
      float x2 = -(sums[2] + f[at2 + r] * x0 + f[at2 + r + 1] * x1) / f[at2 + r + 2];
      float x3 =
          -(sums[3] + f[at3 + r] * x0 + f[at3 + r + 1] * x1 + f[at3 + r + 2] * x2) / f[at3 + r + 3];
      x[r] = x0;
      x[r + 1] = x1;
      x[r + 2] = x2;
      x[r + 3] = x3;
    }
  }
}
