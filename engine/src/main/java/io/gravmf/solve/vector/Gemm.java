package io.gravmf.solve.vector;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.vector.Lanes.SPECIES;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Products of small matrices: {@code out[i][j] = sum_k a(i, k) b[k][j]}, four rows by up to four
 * vectors of columns at a time.
 *
 * <p>Element a(i, k) is {@code a[aAt + i * aRow + k * aDepth]}, which serves X G (rows of X) and
 * XᵀX (columns of X) alike.
 */
public final class Gemm {

  private static final int ROWS = 4;

  private static final int MAX_VECTORS = 4;

  /** By width in vectors, and {@link UnrolledGemmTile#ADD} for those that add. */
  private static final Unrolled.Copies<GemmTile> TILES =
      new Unrolled.Copies<>(
          MethodHandles.lookup(),
          UnrolledGemmTile.class,
          GemmTile.class,
          UnrolledGemmTile.ADD + MAX_VECTORS);

  private Gemm() {}

  /**
   * Computes columns {@code [from, to)} of all rows, and those to the end of the last vector.
   *
   * @param rows of the product; those missing to a multiple of four are done one by one
   * @param from a multiple of the lanes
   * @param outAt where row 0 of the product begins
   * @param outStride between rows of the product
   */
  public static void multiply(
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
    for (int c = from; c < to; c += MAX_VECTORS * Lanes.LANES) {
      int vectors = Math.min(MAX_VECTORS, (to - c + Lanes.LANES - 1) / Lanes.LANES);
      GemmTile tile = TILES.get(vectors);
      int row = 0;
      for (; row + ROWS <= rows; row += ROWS) {
        int at = aAt + row * aRow;
        int tileAt = outAt + row * outStride + c;
        tile.multiply(a, at, aRow, aDepth, depth, b, bAt + c, bStride, 1, out, tileAt, outStride);
      }
      for (; row < rows; row++) {
        int at = aAt + row * aRow;
        for (int v = 0; v < vectors; v++) {
          int column = c + v * Lanes.LANES;
          int rowAt = outAt + row * outStride + column;
          single(a, at, aDepth, depth, b, bAt + column, bStride, out, rowAt);
        }
      }
    }
  }

  /**
   * Adds {@code scale sum_k a(i, k) b[k][j]} to four rows of a matrix, i in {@code [row, row + 4)},
   * in columns {@code [0, columns)} and to the end of the last vector. Element a(i, k) is {@code
   * a[aAt + i - row + k * stride]}.
   */
  static void addPanel(
      float[] a,
      int aAt,
      int stride,
      int depth,
      float[] b,
      int bAt,
      int columns,
      float scale,
      float[] out,
      int row) {
    int left = (columns + Lanes.LANES - 1) / Lanes.LANES;
    int outAt = LEAD + row * stride;
    int c = 0;
    // Tiles of equal width: a narrow one at the end would wait for its own sums.
    for (int tiles = (left + MAX_VECTORS - 1) / MAX_VECTORS; tiles > 0; tiles--) {
      int vectors = (left + tiles - 1) / tiles;
      GemmTile tile = TILES.get(UnrolledGemmTile.ADD + vectors);
      tile.multiply(a, aAt, 1, stride, depth, b, bAt + c, stride, scale, out, outAt + c, stride);
      left -= vectors;
      c += vectors * Lanes.LANES;
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
