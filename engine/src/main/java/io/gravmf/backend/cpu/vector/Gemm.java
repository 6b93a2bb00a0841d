package io.gravmf.backend.cpu.vector;

import static io.gravmf.backend.cpu.CpuKernels.LEAD;
import static io.gravmf.backend.cpu.vector.VectorKernels.LANES;
import static io.gravmf.backend.cpu.vector.VectorKernels.SPECIES;
import static io.gravmf.backend.cpu.vector.VectorKernels.TILE;

import jdk.incubator.vector.FloatVector;

/**
 * Products of small matrices: {@code out[i][j] = sum_k a(i, k) b[k][j]}, four rows by up to four
 * vectors of columns at a time, so that 16 sums stay in registers.
 *
 * <p>Element a(i, k) is {@code a[aAt + i * aRow + k * aDepth]}, which serves X G (rows of X) and
 * XᵀX (columns of X) alike.
 */
final class Gemm {

  private static final int ROWS = 4;

  private Gemm() {}

  /**
   * Computes columns {@code [from, to)} of all rows.
   *
   * @param rows of the product; those missing to a multiple of four are done one by one
   * @param from a multiple of the lanes
   * @param out rows {@code to} apart
   */
  static void multiply(
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      int rows,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      int from,
      int to,
      float[] out) {
    for (int c = from; c < to; c += TILE) {
      int vectors = Math.min(TILE, to - c) / LANES;
      int row = 0;
      for (; row + ROWS <= rows; row += ROWS) {
        int at = aAt + row * aRow;
        int outAt = LEAD + row * to + c;
        switch (vectors) {
          case 4 -> four(a, at, aRow, aDepth, depth, b, bAt + c, bStride, out, outAt, to);
          case 3 -> three(a, at, aRow, aDepth, depth, b, bAt + c, bStride, out, outAt, to);
          case 2 -> two(a, at, aRow, aDepth, depth, b, bAt + c, bStride, out, outAt, to);
          default -> one(a, at, aRow, aDepth, depth, b, bAt + c, bStride, out, outAt, to);
        }
      }
      for (; row < rows; row++) {
        int at = aAt + row * aRow;
        for (int v = 0; v < vectors; v++) {
          int column = c + v * LANES;
          single(a, at, aDepth, depth, b, bAt + column, bStride, out, LEAD + row * to + column);
        }
      }
    }
  }

  private static void single(
      float[] a,
      int aAt,
      int aDepth,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      float[] out,
      int outAt) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      sum =
          FloatVector.fromArray(SPECIES, b, bAt + k * bStride)
              .fma(FloatVector.broadcast(SPECIES, a[aAt + k * aDepth]), sum);
    }
    sum.intoArray(out, outAt);
  }

  private static void one(
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      float[] out,
      int outAt,
      int outStride) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < depth; k++) {
      int at = aAt + k * aDepth;
      FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + k * bStride);
      s0 = y.fma(FloatVector.broadcast(SPECIES, a[at]), s0);
      s1 = y.fma(FloatVector.broadcast(SPECIES, a[at + aRow]), s1);
      s2 = y.fma(FloatVector.broadcast(SPECIES, a[at + 2 * aRow]), s2);
      s3 = y.fma(FloatVector.broadcast(SPECIES, a[at + 3 * aRow]), s3);
    }
    s0.intoArray(out, outAt);
    s1.intoArray(out, outAt + outStride);
    s2.intoArray(out, outAt + 2 * outStride);
    s3.intoArray(out, outAt + 3 * outStride);
  }

  private static void two(
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      float[] out,
      int outAt,
      int outStride) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    for (int k = 0; k < depth; k++) {
      int at = aAt + k * aDepth;
      int row = bAt + k * bStride;
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, row);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, row + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[at]);
      s00 = y0.fma(x0, s00);
      s01 = y1.fma(x0, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      s10 = y0.fma(x1, s10);
      s11 = y1.fma(x1, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      s20 = y0.fma(x2, s20);
      s21 = y1.fma(x2, s21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      s30 = y0.fma(x3, s30);
      s31 = y1.fma(x3, s31);
    }
    s00.intoArray(out, outAt);
    s01.intoArray(out, outAt + LANES);
    s10.intoArray(out, outAt + outStride);
    s11.intoArray(out, outAt + outStride + LANES);
    s20.intoArray(out, outAt + 2 * outStride);
    s21.intoArray(out, outAt + 2 * outStride + LANES);
    s30.intoArray(out, outAt + 3 * outStride);
    s31.intoArray(out, outAt + 3 * outStride + LANES);
  }

  private static void three(
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      float[] out,
      int outAt,
      int outStride) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    for (int k = 0; k < depth; k++) {
      int at = aAt + k * aDepth;
      int row = bAt + k * bStride;
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, row);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, row + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, row + 2 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[at]);
      s00 = y0.fma(x0, s00);
      s01 = y1.fma(x0, s01);
      s02 = y2.fma(x0, s02);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      s10 = y0.fma(x1, s10);
      s11 = y1.fma(x1, s11);
      s12 = y2.fma(x1, s12);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      s20 = y0.fma(x2, s20);
      s21 = y1.fma(x2, s21);
      s22 = y2.fma(x2, s22);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      s30 = y0.fma(x3, s30);
      s31 = y1.fma(x3, s31);
      s32 = y2.fma(x3, s32);
    }
    s00.intoArray(out, outAt);
    s01.intoArray(out, outAt + LANES);
    s02.intoArray(out, outAt + 2 * LANES);
    s10.intoArray(out, outAt + outStride);
    s11.intoArray(out, outAt + outStride + LANES);
    s12.intoArray(out, outAt + outStride + 2 * LANES);
    s20.intoArray(out, outAt + 2 * outStride);
    s21.intoArray(out, outAt + 2 * outStride + LANES);
    s22.intoArray(out, outAt + 2 * outStride + 2 * LANES);
    s30.intoArray(out, outAt + 3 * outStride);
    s31.intoArray(out, outAt + 3 * outStride + LANES);
    s32.intoArray(out, outAt + 3 * outStride + 2 * LANES);
  }

  private static void four(
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      float[] out,
      int outAt,
      int outStride) {
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
    for (int k = 0; k < depth; k++) {
      int at = aAt + k * aDepth;
      int row = bAt + k * bStride;
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, row);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, row + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, row + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, row + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[at]);
      s00 = y0.fma(x0, s00);
      s01 = y1.fma(x0, s01);
      s02 = y2.fma(x0, s02);
      s03 = y3.fma(x0, s03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      s10 = y0.fma(x1, s10);
      s11 = y1.fma(x1, s11);
      s12 = y2.fma(x1, s12);
      s13 = y3.fma(x1, s13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      s20 = y0.fma(x2, s20);
      s21 = y1.fma(x2, s21);
      s22 = y2.fma(x2, s22);
      s23 = y3.fma(x2, s23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      s30 = y0.fma(x3, s30);
      s31 = y1.fma(x3, s31);
      s32 = y2.fma(x3, s32);
      s33 = y3.fma(x3, s33);
    }
    s00.intoArray(out, outAt);
    s01.intoArray(out, outAt + LANES);
    s02.intoArray(out, outAt + 2 * LANES);
    s03.intoArray(out, outAt + 3 * LANES);
    s10.intoArray(out, outAt + outStride);
    s11.intoArray(out, outAt + outStride + LANES);
    s12.intoArray(out, outAt + outStride + 2 * LANES);
    s13.intoArray(out, outAt + outStride + 3 * LANES);
    s20.intoArray(out, outAt + 2 * outStride);
    s21.intoArray(out, outAt + 2 * outStride + LANES);
    s22.intoArray(out, outAt + 2 * outStride + 2 * LANES);
    s23.intoArray(out, outAt + 2 * outStride + 3 * LANES);
    s30.intoArray(out, outAt + 3 * outStride);
    s31.intoArray(out, outAt + 3 * outStride + LANES);
    s32.intoArray(out, outAt + 3 * outStride + 2 * LANES);
    s33.intoArray(out, outAt + 3 * outStride + 3 * LANES);
  }
}
