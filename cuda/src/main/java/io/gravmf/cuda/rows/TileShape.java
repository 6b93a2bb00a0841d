package io.gravmf.cuda.rows;

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
  public static final int MAX_D = 256;

  /** Ratings that are in shared memory at once. */
  private static final int STAGED = 16;

  /** Returns the shape for so many factors and unknowns. */
  public static TileShape of(int d, int unknowns) {
    int edge = d <= 64 ? 4 : d <= 128 ? 8 : 12;
    return new TileShape(d <= 64 ? 64 : d <= 128 ? 128 : 256, edge, unknowns / edge + 1);
  }

  private int count() {
    return tiles * (tiles + 1) / 2;
  }

  /** Returns a thread for each tile, in whole warps. */
  public int threads() {
    return (count() + 31) / 32 * 32;
  }

  /** Returns the floats of a part of a long row. */
  public int partSize() {
    return edge * edge * count();
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
