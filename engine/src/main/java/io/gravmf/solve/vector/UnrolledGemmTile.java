package io.gravmf.solve.vector;

import static io.gravmf.solve.vector.Lanes.SPECIES;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Four rows of a product by {@link #VECTORS} vectors of columns, one to four, written or added;
 * copied for each number and either by {@link Unrolled}. The sums, up to 16 vectors, stay in
 * registers.
 */
final class UnrolledGemmTile implements GemmTile {

  /** Added to the number of vectors for a tile that adds to what it finds. */
  static final int ADD = 8;

  private static final int CONSTANT = Unrolled.constant(MethodHandles.lookup());
  private static final int VECTORS = CONSTANT % ADD;
  private static final boolean ADDS = CONSTANT >= ADD;
  private static final int L1 = Lanes.LANES;
  private static final int L2 = 2 * Lanes.LANES;
  private static final int L3 = 3 * Lanes.LANES;

  UnrolledGemmTile() {}

  @Override
  public void multiply(
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      float scale,
      float[] out,
      int outAt,
      int outStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s03 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s13 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s22 = zero;
    FloatVector s23 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s32 = zero;
    FloatVector s33 = zero;
    for (int k = 0; k < depth; k++) {
      int at = aAt + k * aDepth;
      int row = bAt + k * bStride;
      FloatVector y0 = VECTORS > 0 ? FloatVector.fromArray(SPECIES, b, row) : zero;
      FloatVector y1 = VECTORS > 1 ? FloatVector.fromArray(SPECIES, b, row + L1) : zero;
      FloatVector y2 = VECTORS > 2 ? FloatVector.fromArray(SPECIES, b, row + L2) : zero;
      FloatVector y3 = VECTORS > 3 ? FloatVector.fromArray(SPECIES, b, row + L3) : zero;
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[at]);
      if (VECTORS > 0) {
        s00 = y0.fma(x0, s00);
      }
      if (VECTORS > 1) {
        s01 = y1.fma(x0, s01);
      }
      if (VECTORS > 2) {
        s02 = y2.fma(x0, s02);
      }
      if (VECTORS > 3) {
        s03 = y3.fma(x0, s03);
      }
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      if (VECTORS > 0) {
        s10 = y0.fma(x1, s10);
      }
      if (VECTORS > 1) {
        s11 = y1.fma(x1, s11);
      }
      if (VECTORS > 2) {
        s12 = y2.fma(x1, s12);
      }
      if (VECTORS > 3) {
        s13 = y3.fma(x1, s13);
      }
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      if (VECTORS > 0) {
        s20 = y0.fma(x2, s20);
      }
      if (VECTORS > 1) {
        s21 = y1.fma(x2, s21);
      }
      if (VECTORS > 2) {
        s22 = y2.fma(x2, s22);
      }
      if (VECTORS > 3) {
        s23 = y3.fma(x2, s23);
      }
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      if (VECTORS > 0) {
        s30 = y0.fma(x3, s30);
      }
      if (VECTORS > 1) {
        s31 = y1.fma(x3, s31);
      }
      if (VECTORS > 2) {
        s32 = y2.fma(x3, s32);
      }
      if (VECTORS > 3) {
        s33 = y3.fma(x3, s33);
      }
    }
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    int out1 = outAt + outStride;
    int out2 = out1 + outStride;
    int out3 = out2 + outStride;
    if (VECTORS > 0) {
      if (ADDS) {
        s00 = s00.fma(by, FloatVector.fromArray(SPECIES, out, outAt));
        s10 = s10.fma(by, FloatVector.fromArray(SPECIES, out, out1));
        s20 = s20.fma(by, FloatVector.fromArray(SPECIES, out, out2));
        s30 = s30.fma(by, FloatVector.fromArray(SPECIES, out, out3));
      }
      s00.intoArray(out, outAt);
      s10.intoArray(out, out1);
      s20.intoArray(out, out2);
      s30.intoArray(out, out3);
    }
    if (VECTORS > 1) {
      if (ADDS) {
        s01 = s01.fma(by, FloatVector.fromArray(SPECIES, out, outAt + L1));
        s11 = s11.fma(by, FloatVector.fromArray(SPECIES, out, out1 + L1));
        s21 = s21.fma(by, FloatVector.fromArray(SPECIES, out, out2 + L1));
        s31 = s31.fma(by, FloatVector.fromArray(SPECIES, out, out3 + L1));
      }
      s01.intoArray(out, outAt + L1);
      s11.intoArray(out, out1 + L1);
      s21.intoArray(out, out2 + L1);
      s31.intoArray(out, out3 + L1);
    }
    if (VECTORS > 2) {
      if (ADDS) {
        s02 = s02.fma(by, FloatVector.fromArray(SPECIES, out, outAt + L2));
        s12 = s12.fma(by, FloatVector.fromArray(SPECIES, out, out1 + L2));
        s22 = s22.fma(by, FloatVector.fromArray(SPECIES, out, out2 + L2));
        s32 = s32.fma(by, FloatVector.fromArray(SPECIES, out, out3 + L2));
      }
      s02.intoArray(out, outAt + L2);
      s12.intoArray(out, out1 + L2);
      s22.intoArray(out, out2 + L2);
      s32.intoArray(out, out3 + L2);
    }
    if (VECTORS > 3) {
      if (ADDS) {
        s03 = s03.fma(by, FloatVector.fromArray(SPECIES, out, outAt + L3));
        s13 = s13.fma(by, FloatVector.fromArray(SPECIES, out, out1 + L3));
        s23 = s23.fma(by, FloatVector.fromArray(SPECIES, out, out2 + L3));
        s33 = s33.fma(by, FloatVector.fromArray(SPECIES, out, out3 + L3));
      }
      s03.intoArray(out, outAt + L3);
      s13.intoArray(out, out1 + L3);
      s23.intoArray(out, out2 + L3);
      s33.intoArray(out, out3 + L3);
    }
  }
}
