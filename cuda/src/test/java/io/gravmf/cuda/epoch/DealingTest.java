package io.gravmf.cuda.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.DenseIds;
import io.gravmf.data.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is dealt to the warps of the persistent kernel, for any problem and any device. */
class DealingTest {

  @Property(tries = 200)
  void everyUnitIsDealtOnce(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 80) int m,
      @ForAll @IntRange(max = 3000) int count,
      @ForAll @IntRange(min = 1, max = 300) int d,
      @ForAll @IntRange(min = 1, max = 200) int blocks,
      @ForAll long seed) {
    CompressedRows byUser = CompressedRows.byUser(ratings(n, m, count, seed));
    CompressedRows byItem = CompressedRows.byItem(ratings(n, m, count, seed));
    Segments cut = Segments.of(byUser, byItem);
    GramChunks chunks = GramChunks.of(n, m, d);

    Dealing dealing = Dealing.of(byUser, byItem, cut, chunks, new Dimensions(n, m, d), blocks);

    assertThat(dealing.begin).hasSize(2 * blocks * Dealing.WARPS + 1).isSorted().startsWith(0);
    assertThat(dealing.begin[2 * blocks * Dealing.WARPS]).isEqualTo(chunks.units() + cut.count());
    BitSet tiles = new BitSet();
    BitSet segments = new BitSet();
    for (int warp = 0; warp < blocks * Dealing.WARPS; warp++) {
      for (int[] unit : units(dealing, 2 * warp)) {
        assertThat(unit).endsWith(0, 0, 0);
        assertThat(tiles.get(unit[0])).isFalse();
        tiles.set(unit[0]);
      }
      for (int[] unit : units(dealing, 2 * warp + 1)) {
        int segment = unit[0];
        assertThat(segments.get(segment)).isFalse();
        segments.set(segment);
        assertThat(unit[1]).isEqualTo(cut.segmentRow[segment]);
        assertThat(unit[2]).isEqualTo((int) cut.entryBegin[segment]);
        assertThat(unit[3]).isEqualTo(entries(cut, segment)).isPositive();
      }
    }
    assertThat(tiles.cardinality()).isEqualTo(chunks.units());
    assertThat(segments.cardinality()).isEqualTo(cut.count());
  }

  /**
   * A problem of the shape of MovieLens-100K on an H100: blocks differ by at most a segment and a
   * tile in what they have, no warp has a third more than the mean, and blocks gather less than six
   * tenths of the rows that they would from segments in turns.
   */
  @ParameterizedTest
  @ValueSource(ints = {64, 100, 256})
  void blocksHaveTheirShareAndGatherTheSameRows(int d) {
    int n = 943;
    int m = 1682;
    Ratings ratings = ratings(n, m, 80_000, 1);
    CompressedRows byUser = CompressedRows.byUser(ratings);
    CompressedRows byItem = CompressedRows.byItem(ratings);
    Segments cut = Segments.of(byUser, byItem);
    Dimensions size = new Dimensions(n, m, d);
    GramChunks chunks = GramChunks.of(n, m, d);
    long tile = Dealing.tileCost(size, 32);

    Dealing dealing = Dealing.of(byUser, byItem, cut, chunks, size, 132);

    long[] blocks = new long[132];
    long[] warps = new long[132 * Dealing.WARPS];
    long gathered = 0;
    long inTurns = 0;
    for (int block = 0; block < 132; block++) {
      BitSet rows = new BitSet();
      for (int warp = Dealing.WARPS * block; warp < Dealing.WARPS * (block + 1); warp++) {
        // The first block's warps begin with the losses, which take as long as a tile.
        warps[warp] = tile * (block == 0 ? 1 : units(dealing, 2 * warp).size());
        for (int[] unit : units(dealing, 2 * warp + 1)) {
          warps[warp] += Dealing.segmentCost(unit[3]);
          addColumns(rows, cut, byUser, byItem, unit[0]);
        }
        blocks[block] += warps[warp];
      }
      gathered += rows.cardinality();
      rows.clear();
      for (int segment = block; segment < cut.count(); segment += 132) {
        addColumns(rows, cut, byUser, byItem, segment);
      }
      inTurns += rows.cardinality();
    }
    LongSummaryStatistics ofBlocks = Arrays.stream(blocks, 1, 132).summaryStatistics();
    LongSummaryStatistics ofWarps = Arrays.stream(warps).summaryStatistics();
    assertThat(ofBlocks.getMax() - ofBlocks.getMin())
        .isLessThanOrEqualTo(2 * Dealing.segmentCost(cut.length));
    // The losses are all that the first has where others have less.
    assertThat(blocks[0])
        .isLessThanOrEqualTo(Math.max(Dealing.WARPS * tile, ofBlocks.getMax() + 40));
    // A tile is one warp's, however little others have.
    assertThat((double) ofWarps.getMax())
        .isLessThanOrEqualTo(Math.max((double) tile, 1.35 * ofWarps.getAverage()));
    assertThat(5 * gathered).isLessThan(3 * inTurns);
  }

  private static void addColumns(
      BitSet rows, Segments cut, CompressedRows byUser, CompressedRows byItem, int segment) {
    boolean user = cut.segmentRow[segment] < byUser.rowCount();
    for (long k = cut.entryBegin[segment]; k < cut.entryBegin[segment + 1]; k++) {
      rows.set(
          user
              ? byUser.rowCount() + byUser.columns()[(int) k]
              : byItem.columns()[(int) k - byUser.size()]);
    }
  }

  private static int entries(Segments cut, int segment) {
    return (int) (cut.entryBegin[segment + 1] - cut.entryBegin[segment]);
  }

  private static List<int[]> units(Dealing dealing, int list) {
    List<int[]> units = new ArrayList<>();
    for (int k = dealing.begin[list]; k < dealing.begin[list + 1]; k++) {
      units.add(Arrays.copyOfRange(dealing.units, 4 * k, 4 * k + 4));
    }
    return units;
  }

  /** Users and items of low numbers have more, as in MovieLens. */
  private static Ratings ratings(int n, int m, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] users = new int[count];
    int[] items = new int[count];
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      double u = random.nextDouble();
      double i = random.nextDouble();
      users[k] = (int) (n * u * u);
      items[k] = (int) (m * i * i);
      values[k] = 1 + random.nextInt(5);
    }
    return new Ratings(users, items, values, null, new DenseIds(n), new DenseIds(m));
  }
}
