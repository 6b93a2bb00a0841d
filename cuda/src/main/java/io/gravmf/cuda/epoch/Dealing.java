package io.gravmf.cuda.epoch;

import static io.gravmf.kernels.KernelShapes.GRAM_TILE;
import static io.gravmf.kernels.KernelShapes.PERSISTENT_BLOCK;
import static io.gravmf.kernels.KernelShapes.WARP;

import io.gravmf.data.CompressedRows;
import java.util.Arrays;

/**
 * What each warp of the persistent kernel does in the first phase of an epoch: Gram tiles and
 * segments, each by one warp. Which does what never changes a sum; it decides how often a row comes
 * from a multiprocessor's own cache, and how long warps wait for each other: blocks have the same
 * to do but for a segment, warps but for a quarter or so.
 *
 * <p>Segments of one side are sorted by the column in their middle and blocks take runs of them, so
 * that those of a block gather the same rows. All tiles of a chunk of rows go to one block
 * likewise.
 */
final class Dealing {

  /** Numbers of a unit in {@link #units}. */
  static final int UNIT_INTS = 4;

  /** Of a block. */
  static final int WARPS = PERSISTENT_BLOCK / WARP;

  /** More would not be indexed by an int. */
  private static final int MAX_UNITS = Integer.MAX_VALUE / UNIT_INTS;

  /** What a segment costs beside its ratings, in ratings: its tables, row and sums. */
  private static final int SEGMENT_COST = 8;

  /** Instructions of a tile of 32 rows: 1 535 538 of 830 tiles by ncu. */
  private static final int TILE_INSTRUCTIONS = 1850;

  /** Segments a warp that are put in order of length; more would leave the order of columns. */
  private static final int SORTED = 4;

  /** Where each warp's tiles and then its segments begin among the units, and last their number. */
  final int[] begin;

  /**
   * For a tile its number and zeros; for a segment its number, its row, its first entry (32 bits
   * without a sign) and the number of its entries.
   */
  final int[] units;

  private final int blocks;
  private final Segments cut;
  private final GramChunks chunks;
  private final Dimensions size;

  /** What each warp has. */
  private final long[] load;

  /** The warp of each tile and, after them, of each segment. */
  private final int[] warpOf;

  private Dealing(
      Segments cut, int[] middleColumns, GramChunks chunks, Dimensions size, int blocks) {
    this.blocks = blocks;
    this.cut = cut;
    this.chunks = chunks;
    this.size = size;
    load = new long[blocks * WARPS];
    warpOf = new int[chunks.units() + cut.count()];
    // The first block begins with the losses of the epoch before.
    Arrays.fill(load, 0, WARPS, tileCost(size, GRAM_TILE));
    dealTiles();
    int[] order = byColumn(middleColumns);
    dealSegments(order);
    begin = new int[Math.toIntExact(beginSize(blocks))];
    units = new int[UNIT_INTS * warpOf.length];
    fill(order);
  }

  /**
   * Deals the work of a problem, whose ratings are the same by user and by item.
   *
   * @param blocks of the launch
   */
  static Dealing of(
      CompressedRows byUser,
      CompressedRows byItem,
      Segments cut,
      GramChunks chunks,
      Dimensions size,
      int blocks) {
    return new Dealing(cut, middleColumns(byUser, byItem, cut), chunks, size, blocks);
  }

  /** Returns whether there are not too many units. */
  static boolean canDeal(Segments cut, GramChunks chunks) {
    return (long) cut.count() + chunks.units() <= MAX_UNITS;
  }

  /** Returns what a tile of so many rows costs, in ratings of rows of d. */
  static long tileCost(Dimensions size, int rows) {
    // 19.5 instructions a rating at a width of 128, by ncu, of which the row's length makes most.
    int instructionsOfRating = 2 + size.width() / 7;
    return (long) TILE_INSTRUCTIONS / instructionsOfRating * rows / GRAM_TILE;
  }

  /** Returns what a segment costs, in ratings. */
  static long segmentCost(int entries) {
    return (long) entries + SEGMENT_COST;
  }

  /** Returns the column in the middle of each segment, whose columns ascend. */
  private static int[] middleColumns(CompressedRows byUser, CompressedRows byItem, Segments cut) {
    int[] middles = new int[cut.count()];
    for (int segment = 0; segment < middles.length; segment++) {
      long middle = (cut.entryBegin[segment] + cut.entryBegin[segment + 1]) / 2;
      boolean user = cut.segmentRow[segment] < byUser.rowCount();
      middles[segment] =
          user ? byUser.columns()[(int) middle] : byItem.columns()[(int) (middle - byUser.size())];
    }
    return middles;
  }

  /** Returns the length of {@link #begin} for so many blocks. */
  static long beginSize(int blocks) {
    return 2L * blocks * WARPS + 1;
  }

  private void dealTiles() {
    int pairs = chunks.pairs();
    int all = chunks.units() / pairs;
    // The first has the losses, unless it is alone.
    int first = blocks == 1 ? 0 : 1;
    int others = blocks - first;
    for (int chunk = 0; chunk < all; chunk++) {
      // Spread over the blocks where they are more, round them where they are fewer.
      int block = first + (all <= others ? (int) ((long) chunk * others / all) : chunk % others);
      boolean user = chunk * pairs < chunks.userUnits(size.n());
      long cost = tileCost(size, user ? chunks.userRows() : chunks.itemRows());
      for (int pair = 0; pair < pairs; pair++) {
        give(chunk * pairs + pair, block, cost);
      }
    }
  }

  private void give(int unit, int block, long cost) {
    int least = block * WARPS;
    for (int warp = least + 1; warp < (block + 1) * WARPS; warp++) {
      least = load[warp] < load[least] ? warp : least;
    }
    load[least] += cost;
    warpOf[unit] = least;
  }

  /** Returns the segments, users' first, by their middle column and then by number. */
  private int[] byColumn(int[] middleColumns) {
    long[] keys = new long[cut.count()];
    for (int segment = 0; segment < keys.length; segment++) {
      long side = cut.segmentRow[segment] < size.n() ? 0 : 1;
      keys[segment] = side << 62 | (long) middleColumns[segment] << 31 | segment;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int k = 0; k < order.length; k++) {
      order[k] = (int) (keys[k] & Integer.MAX_VALUE);
    }
    return order;
  }

  private int entries(int segment) {
    return (int) (cut.entryBegin[segment + 1] - cut.entryBegin[segment]);
  }

  /** Blocks take segments in order, each until it has what all would have. */
  private void dealSegments(int[] order) {
    long[] has = new long[blocks];
    for (int warp = 0; warp < load.length; warp++) {
      has[warp / WARPS] += load[warp];
    }
    long all = 0;
    for (int segment : order) {
      all += segmentCost(entries(segment));
    }
    double level = level(has, all);
    double due = 0;
    long dealt = 0;
    int next = 0;
    for (int block = 0; block < blocks; block++) {
      due += Math.max(0, level - has[block]);
      int from = next;
      while (next < order.length && (dealt < due || block == blocks - 1)) {
        dealt += segmentCost(entries(order[next++]));
      }
      dealToWarps(order, from, next, block);
    }
  }

  /** Returns what each has that had less, after so much more is given to them. */
  private static double level(long[] has, long more) {
    long[] ascending = has.clone();
    Arrays.sort(ascending);
    double sum = more;
    int filled = 0;
    while (filled < has.length && (filled == 0 || ascending[filled] < sum / filled)) {
      sum += ascending[filled++];
    }
    return sum / filled;
  }

  /** The longest first, a few a warp at a time: the last ones given are short. */
  private void dealToWarps(int[] order, int from, int to, int block) {
    int step = SORTED * WARPS;
    for (int base = from; base < to; base += step) {
      long[] keys = new long[Math.min(step, to - base)];
      for (int k = 0; k < keys.length; k++) {
        keys[k] = -((long) entries(order[base + k]) << 32) + k;
      }
      Arrays.sort(keys);
      for (long key : keys) {
        int segment = order[base + (int) key];
        give(chunks.units() + segment, block, segmentCost(entries(segment)));
      }
    }
  }

  /** Lists every warp's units, tiles by number and segments in the order of columns. */
  private void fill(int[] order) {
    int tiles = chunks.units();
    for (int unit = 0; unit < warpOf.length; unit++) {
      begin[2 * warpOf[unit] + (unit < tiles ? 0 : 1) + 1]++;
    }
    for (int k = 1; k < begin.length; k++) {
      begin[k] += begin[k - 1];
    }
    int[] next = begin.clone();
    for (int tile = 0; tile < tiles; tile++) {
      units[UNIT_INTS * next[2 * warpOf[tile]]++] = tile;
    }
    for (int segment : order) {
      int at = UNIT_INTS * next[2 * warpOf[tiles + segment] + 1]++;
      units[at] = segment;
      units[at + 1] = cut.segmentRow[segment];
      units[at + 2] = (int) cut.entryBegin[segment];
      units[at + 3] = entries(segment);
    }
  }
}
