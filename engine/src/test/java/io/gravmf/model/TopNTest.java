package io.gravmf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TopNTest {

  /** Whole numbers: every sum is exact, and ties are many. */
  private static FloatMatrix wholeNumbers(int rows, int dim, long seed) {
    FloatMatrix matrix = Models.factors(rows, dim, seed);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = Math.round(2 * matrix.values()[k]);
    }
    return matrix;
  }

  private static float dot(FloatMatrix a, int i, FloatMatrix b, int j) {
    float sum = 0;
    for (int k = 0; k < a.columns(); k++) {
      sum += a.get(i, k) * b.get(j, k);
    }
    return sum;
  }

  private static List<ScoredItem> bySorting(
      FloatMatrix queries, int query, FloatMatrix items, int k, int[] excluded) {
    return IntStream.range(0, items.rows())
        .filter(item -> Arrays.binarySearch(excluded, item) < 0)
        .mapToObj(item -> new ScoredItem(item, dot(queries, query, items, item)))
        .sorted(
            Comparator.comparingDouble((ScoredItem item) -> -item.score())
                .thenComparingInt(ScoredItem::item))
        .limit(k)
        .toList();
  }

  /** Every third or so item of a query's own choice. */
  private static int[] someItems(int query, int items) {
    return IntStream.range(0, items).filter(item -> (item * 7 + query) % 3 == 0).toArray();
  }

  @Property(tries = 60)
  void sortingAllItemsGivesTheSameWithTies(
      @ForAll @IntRange(min = 1, max = 600) int items,
      @ForAll @IntRange(min = 1, max = 13) int dim,
      @ForAll @IntRange(min = 1, max = 700) int k,
      @ForAll @IntRange(min = 1, max = 150) int users,
      @ForAll @IntRange(min = 1, max = 5) int threads,
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
    FloatMatrix v = wholeNumbers(items, dim, seed);
    FloatMatrix u = wholeNumbers(users, dim, ~seed);
    List<Integer> order = new ArrayList<>();
    new TopNForAll(new TopN(v), u, k, query -> someItems(query, items))
        .forEach(
            threads,
            (query, best) -> {
              order.add(query);
              assertThat(best).isEqualTo(bySorting(u, query, v, k, someItems(query, items)));
            });
    assertThat(order).isEqualTo(IntStream.range(0, users).boxed().toList());
  }

  @Test
  void exclusionsNeedNotAscend() {
    FloatMatrix v = Models.factors(300, 5, 1);
    float[] query = {1, -1, 0.5f, 2, 0};
    int[] shuffled = {299, 3, 270, 0, 3, 150, 149, 7};
    int[] kept = shuffled.clone();
    assertThat(new TopN(v).find(query, 300, shuffled))
        .hasSize(293)
        .isEqualTo(new TopN(v).find(query, 300, new int[] {0, 3, 7, 149, 150, 270, 299}));
    assertThat(shuffled).isEqualTo(kept);
  }

  @Test
  void oneQueryGivesTheSameBitsAsMany() {
    FloatMatrix v = Models.factors(1000, 37, 1);
    FloatMatrix u = Models.factors(70, 37, 2);
    TopN items = new TopN(v);
    assertThat(items.itemCount()).isEqualTo(1000);
    new TopNForAll(items, u, 9, TopN.Excluded.NONE)
        .forEach(
            2,
            (query, best) -> {
              float[] factors = Arrays.copyOfRange(u.values(), query * 37, (query + 1) * 37);
              assertThat(items.find(factors, 9, new int[0])).isEqualTo(best);
              for (ScoredItem item : best) {
                assertThat(item.score()).isCloseTo(dot(u, query, v, item.item()), within(1e-4f));
              }
            });
  }

  @Test
  void scoresThatAreNotNumbersRankNowhereAndZerosOfBothSignsAreEqual() {
    FloatMatrix v = new FloatMatrix(5, 1, new float[] {Float.NaN, 0, -0f, 2, Float.NaN});
    assertThat(new TopN(v).find(new float[] {1}, 5, new int[0]))
        .extracting(ScoredItem::item)
        .containsExactly(3, 1, 2);
    assertThat(new TopN(v).find(new float[] {1}, 1, new int[] {3}))
        .extracting(ScoredItem::item)
        .containsExactly(1);
    assertThat(new TopN(v).find(new float[] {Float.NaN}, 5, new int[0])).isEmpty();
  }

  @Test
  void badArgumentsAreRefused() {
    TopN items = new TopN(Models.factors(3, 2, 1));
    assertThatThrownBy(() -> items.find(new float[2], 0, new int[0]))
        .hasMessage("k is 0, expected 1 or more");
    assertThatThrownBy(() -> items.find(new float[3], 1, new int[0]))
        .hasMessage("a query has 3 factors, an item 2");
    FloatMatrix queries = Models.factors(3, 2, 1);
    assertThatThrownBy(
            () ->
                new TopNForAll(items, queries, 1, TopN.Excluded.NONE)
                    .forEach(0, (query, best) -> {}))
        .hasMessage("threads is 0, expected 1 or more");
  }

  @Test
  void aFailureOfAThreadReachesTheCaller() {
    TopN items = new TopN(Models.factors(3, 2, 1));
    TopN.Excluded failing =
        query -> {
          throw new ArithmeticException("query " + query);
        };
    TopNForAll search = new TopNForAll(items, Models.factors(3, 2, 1), 1, failing);
    assertThatThrownBy(() -> search.forEach(2, (query, best) -> {}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("query 0");
  }
}
