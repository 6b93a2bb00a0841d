package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.objective.Targets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CompressedRowsTest {

  private static final Ratings RATINGS =
      new Ratings(
          new int[] {2, 0, 2, 0, 2},
          new int[] {1, 3, 0, 0, 1},
          new float[] {1, 2, 3, 4, 5},
          null,
          new DenseIds(4),
          new DenseIds(5));

  @Test
  void rowsWithoutRatingsAreEmptyAndDuplicatesKeepTheirOrder() {
    CompressedRows byUser = CompressedRows.byUser(RATINGS);
    assertThat(byUser.offsets()).containsExactly(0, 2, 2, 5, 5);
    assertThat(byUser.columns()).containsExactly(0, 3, 0, 1, 1);
    assertThat(byUser.positions()).containsExactly(3, 1, 2, 0, 4);
    assertThat(byUser.rowCount()).isEqualTo(4);
    assertThat(byUser.size()).isEqualTo(5);

    CompressedRows byItem = CompressedRows.byItem(RATINGS);
    assertThat(byItem.offsets()).containsExactly(0, 2, 4, 4, 5, 5);
    assertThat(byItem.columns()).containsExactly(0, 2, 2, 2, 0);
    assertThat(byItem.positions()).containsExactly(3, 2, 0, 4, 1);
    assertThat(byItem.entriesIn(byUser)).containsExactly(0, 2, 3, 4, 1);
  }

  @Test
  void targetsAreRoundedOnceFromDoublePrecision() {
    double mean = 3.1;
    float[] targets =
        new Targets.Explicit().targets(CompressedRows.byUser(RATINGS), RATINGS.values(), mean);
    assertThat(targets)
        .containsExactly(
            (float) (4 - mean),
            (float) (2 - mean),
            (float) (3 - mean),
            (float) (1 - mean),
            (float) (5 - mean));
  }

  @Test
  void noRatingsMakeEmptyRows() {
    Ratings none =
        new Ratings(new int[0], new int[0], new float[0], null, new DenseIds(2), new DenseIds(0));
    assertThat(CompressedRows.byUser(none).offsets()).containsExactly(0, 0, 0);
    assertThat(CompressedRows.byItem(none).offsets()).containsExactly(0);
  }

  /** The reference sorts boxed places by row and column with the JDK's stable sort. */
  @Property(tries = 100)
  void bothGroupingsAreAStableSort(
      @ForAll @IntRange(min = 0, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 20) int userCount,
      @ForAll @IntRange(min = 1, max = 20) int itemCount,
      @ForAll Random random) {
    int[] users = random.ints(size, 0, userCount).toArray();
    int[] items = random.ints(size, 0, itemCount).toArray();
    Ratings ratings =
        new Ratings(
            users, items, new float[size], null, new DenseIds(userCount), new DenseIds(itemCount));
    assertSorted(CompressedRows.byUser(ratings), users, items, userCount);
    assertSorted(CompressedRows.byItem(ratings), items, users, itemCount);
  }

  private static void assertSorted(CompressedRows found, int[] rows, int[] columns, int rowCount) {
    List<Integer> places = new ArrayList<>();
    int[] offsets = new int[rowCount + 1];
    for (int k = 0; k < rows.length; k++) {
      places.add(k);
      for (int row = rows[k]; row < rowCount; row++) {
        offsets[row + 1]++;
      }
    }
    places.sort(Comparator.<Integer>comparingInt(k -> rows[k]).thenComparingInt(k -> columns[k]));
    int[] positions = places.stream().mapToInt(Integer::intValue).toArray();
    assertThat(found.positions()).isEqualTo(positions);
    assertThat(found.columns()).isEqualTo(places.stream().mapToInt(k -> columns[k]).toArray());
    assertThat(found.offsets()).isEqualTo(offsets);
  }
}
