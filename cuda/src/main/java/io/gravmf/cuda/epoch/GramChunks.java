package io.gravmf.cuda.epoch;

import static io.gravmf.kernels.KernelShapes.GRAM_LANES;
import static io.gravmf.kernels.KernelShapes.GRAM_TILE;

/**
 * How the Gram matrices are cut: into tiles on and below the diagonal, and the rows into chunks
 * whose tiles are summed in a second stage. A function of the problem alone, so that sums have the
 * same order on every device.
 *
 * @param pairs tiles of a matrix
 * @param userRows rows of a chunk of the users
 * @param itemRows rows of a chunk of the items
 * @param units tiles of all chunks
 */
public record GramChunks(int pairs, int userRows, int itemRows, int units) {

  private static final int UNITS_WANTED = 4096;
  private static final int MIN_CHUNKS = 4;
  private static final int MAX_CHUNKS = 256;

  /** Cuts the matrices of n and m rows of d factors. */
  public static GramChunks of(int n, int m, int d) {
    int tiles = (d + GRAM_TILE - 1) / GRAM_TILE;
    int pairs = tiles * (tiles + 1) / 2;
    int chunks = Math.min(MAX_CHUNKS, Math.max(MIN_CHUNKS, UNITS_WANTED / pairs));
    int userRows = chunkRows(n, chunks);
    int itemRows = chunkRows(m, chunks);
    return new GramChunks(
        pairs, userRows, itemRows, ((n - 1) / userRows + 1 + (m - 1) / itemRows + 1) * pairs);
  }

  /** Returns the tiles of the chunks of n users, which are the first units. */
  public int userUnits(int n) {
    return ((n - 1) / userRows + 1) * pairs;
  }

  /** Returns the floats of so many units. */
  public static long floats(int units) {
    return (long) units * GRAM_TILE * GRAM_TILE;
  }

  /** Returns the lanes that add up the chunks of one side or of both. */
  public long reduceLanes(int sides) {
    return sides * floats(pairs) * GRAM_LANES;
  }

  private static int chunkRows(int rows, int chunks) {
    long step = (long) GRAM_TILE * chunks;
    return Math.toIntExact(GRAM_TILE * ((rows + step - 1) / step));
  }
}
