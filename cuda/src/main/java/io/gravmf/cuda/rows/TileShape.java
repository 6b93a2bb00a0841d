package io.gravmf.cuda.rows;

import static io.gravmf.kernels.KernelShapes.BLOCK;
import static io.gravmf.kernels.KernelShapes.STAGED;
import static io.gravmf.kernels.KernelShapes.WARP;

import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.kernels.KernelShapes;

/**
 * How the exact kernels cut a row's matrix into tiles, one for each thread ({@code
 * normal_tiles.cuh}).
 *
 * @param width the kernels' width
 * @param edge rows and columns of a tile
 * @param tiles of a side of the triangle
 */
public record TileShape(int width, int edge, int tiles) {

  /** The most factors that the exact kernels take. */
  public static final int MAX_D = KernelShapes.EXACT_WIDTHS.widest();

  /** Returns the shape for so many factors and unknowns. */
  public static TileShape of(int d, int unknowns) {
    int width = KernelShapes.EXACT_WIDTHS.serving(d);
    int edge = KernelShapes.exactEdge(width);
    return new TileShape(width, edge, unknowns / edge + 1);
  }

  private int count() {
    return tiles * (tiles + 1) / 2;
  }

  /** Returns a thread for each tile, in whole warps. */
  public int threads() {
    return (count() + WARP - 1) / WARP * WARP;
  }

  /** Returns the floats of a part of a long row. */
  public int partSize() {
    return edge * edge * count();
  }

  /** Returns how the parts of so many rows are added up, 16 bytes a thread. */
  public Shape adding(int longRows) {
    int floats = BLOCK * 4;
    return new Shape(longRows, (partSize() + floats - 1) / floats, 1, BLOCK, 1, 0);
  }

  /** Returns the bytes of ratings. */
  public int bytesOfRatings() {
    return STAGED * edge * tiles * Float.BYTES;
  }

  /** Returns the bytes of ratings, or a panel, and of a value for each row of the matrix. */
  public int bytesOfSolution() {
    return (STAGED + 1) * edge * tiles * Float.BYTES;
  }
}
