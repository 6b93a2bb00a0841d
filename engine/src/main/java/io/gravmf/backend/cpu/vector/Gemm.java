package io.gravmf.backend.cpu.vector;

import static io.gravmf.backend.cpu.vector.Lanes.LANES;
import static io.gravmf.backend.cpu.vector.Lanes.SPECIES;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Products of small matrices: {@code out[i][j] = sum_k a(i, k) b[k][j]}, four rows by up to four
 * vectors of columns at a time.
 *
 * <p>Element a(i, k) is {@code a[aAt + i * aRow + k * aDepth]}, which serves X G (rows of X) and
 * XᵀX (columns of X) alike.
 */
final class Gemm {

  private static final int ROWS = 4;

  private static final int MAX_VECTORS = 4;

  /** By width in vectors; none at 0. */
  private final GemmTile[] tiles = new GemmTile[MAX_VECTORS + 1];

  Gemm() {
    for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
      tiles[vectors] =
          Unrolled.copy(MethodHandles.lookup(), UnrolledGemmTile.class, GemmTile.class, vectors);
    }
  }

  /**
   * Computes columns {@code [from, to)} of all rows, and those to the end of the last vector.
   *
   * @param rows of the product; those missing to a multiple of four are done one by one
   * @param from a multiple of the lanes
   * @param outAt where the product's first row begins
   * @param outStride between rows of the product
   */
  void multiply(
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
      float[] out,
      int outAt,
      int outStride) {
    for (int c = from; c < to; c += MAX_VECTORS * LANES) {
      int vectors = Math.min(MAX_VECTORS, (to - c + LANES - 1) / LANES);
      GemmTile tile = tiles[vectors];
      int row = 0;
      for (; row + ROWS <= rows; row += ROWS) {
        int at = aAt + row * aRow;
        int tileAt = outAt + row * outStride + c;
        tile.multiply(a, at, aRow, aDepth, depth, b, bAt + c, bStride, out, tileAt, outStride);
      }
      for (; row < rows; row++) {
        int at = aAt + row * aRow;
        for (int v = 0; v < vectors; v++) {
          int column = c + v * LANES;
          int vectorAt = outAt + row * outStride + column;
          single(a, at, aDepth, depth, b, bAt + column, bStride, out, vectorAt);
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
}
