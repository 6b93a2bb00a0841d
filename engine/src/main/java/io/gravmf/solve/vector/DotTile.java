package io.gravmf.solve.vector;

import static io.gravmf.solve.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Dot products of four rows with four rows, with sixteen sums in registers. Vectors are never
 * passed to methods of our own, which HotSpot might not inline.
 */
final class DotTile {

  /** Results of a tile, and what a vector may write behind them. */
  static final int SUMS = 16;

  private DotTile() {}

  /**
   * Writes {@code sums[4 i + j] = x_i . y_j}.
   *
   * @param xAt where the first of four consecutive rows x begins
   * @param yAt where the first of four consecutive rows y begins
   */
  static void dots(float[] rows, int xAt, int yAt, int stride, float[] sums) {
    int x1 = xAt + stride;
    int x2 = x1 + stride;
    int x3 = x2 + stride;
    int y1 = yAt + stride;
    int y2 = y1 + stride;
    int y3 = y2 + stride;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s03 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s13 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s23 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    FloatVector s33 = s00;
    for (int at = 0; at < stride; at += Lanes.LANES) {
      FloatVector u0 = FloatVector.fromArray(SPECIES, rows, yAt + at);
      FloatVector u1 = FloatVector.fromArray(SPECIES, rows, y1 + at);
      FloatVector u2 = FloatVector.fromArray(SPECIES, rows, y2 + at);
      FloatVector u3 = FloatVector.fromArray(SPECIES, rows, y3 + at);
      FloatVector v = FloatVector.fromArray(SPECIES, rows, xAt + at);
      s00 = u0.fma(v, s00);
      s01 = u1.fma(v, s01);
      s02 = u2.fma(v, s02);
      s03 = u3.fma(v, s03);
      v = FloatVector.fromArray(SPECIES, rows, x1 + at);
      s10 = u0.fma(v, s10);
      s11 = u1.fma(v, s11);
      s12 = u2.fma(v, s12);
      s13 = u3.fma(v, s13);
      v = FloatVector.fromArray(SPECIES, rows, x2 + at);
      s20 = u0.fma(v, s20);
      s21 = u1.fma(v, s21);
      s22 = u2.fma(v, s22);
      s23 = u3.fma(v, s23);
      v = FloatVector.fromArray(SPECIES, rows, x3 + at);
      s30 = u0.fma(v, s30);
      s31 = u1.fma(v, s31);
      s32 = u2.fma(v, s32);
      s33 = u3.fma(v, s33);
    }
    // Each step adds neighbouring lanes of two vectors and joins them; see Lanes.
    FloatVector a01 =
        s00.blend(s01, Lanes.ODD_1).add(s01.blend(s00, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector a23 =
        s02.blend(s03, Lanes.ODD_1).add(s03.blend(s02, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector a =
        a01.blend(a23, Lanes.ODD_2).add(a23.blend(a01, Lanes.ODD_2).rearrange(Lanes.FLIP_2));
    FloatVector b01 =
        s10.blend(s11, Lanes.ODD_1).add(s11.blend(s10, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector b23 =
        s12.blend(s13, Lanes.ODD_1).add(s13.blend(s12, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector b =
        b01.blend(b23, Lanes.ODD_2).add(b23.blend(b01, Lanes.ODD_2).rearrange(Lanes.FLIP_2));
    FloatVector c01 =
        s20.blend(s21, Lanes.ODD_1).add(s21.blend(s20, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector c23 =
        s22.blend(s23, Lanes.ODD_1).add(s23.blend(s22, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector c =
        c01.blend(c23, Lanes.ODD_2).add(c23.blend(c01, Lanes.ODD_2).rearrange(Lanes.FLIP_2));
    FloatVector d01 =
        s30.blend(s31, Lanes.ODD_1).add(s31.blend(s30, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector d23 =
        s32.blend(s33, Lanes.ODD_1).add(s33.blend(s32, Lanes.ODD_1).rearrange(Lanes.FLIP_1));
    FloatVector d =
        d01.blend(d23, Lanes.ODD_2).add(d23.blend(d01, Lanes.ODD_2).rearrange(Lanes.FLIP_2));
    if (Lanes.LANES == 4) {
      a.intoArray(sums, 0);
      b.intoArray(sums, 4);
      c.intoArray(sums, 8);
      d.intoArray(sums, 12);
      return;
    }
    FloatVector ab = a.blend(b, Lanes.ODD_4).add(b.blend(a, Lanes.ODD_4).rearrange(Lanes.FLIP_4));
    FloatVector cd = c.blend(d, Lanes.ODD_4).add(d.blend(c, Lanes.ODD_4).rearrange(Lanes.FLIP_4));
    if (Lanes.LANES == 8) {
      ab.intoArray(sums, 0);
      cd.intoArray(sums, 8);
      return;
    }
    ab.blend(cd, Lanes.ODD_8)
        .add(cd.blend(ab, Lanes.ODD_8).rearrange(Lanes.FLIP_8))
        .intoArray(sums, 0);
  }
}
