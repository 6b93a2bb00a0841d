package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Finds the items with the greatest dot products with queries, by looking at all of them.
 *
 * <p>What it finds has the dot products as scores where it was made of factors, and predicted
 * ratings, the mean and the biases included, where it was made of a {@link Model}.
 *
 * <p>Items are kept in panels of 256, transposed, so that the inner loop runs over items, which
 * HotSpot vectorises (it does not reorder the sum of one dot product); a panel stays in a core's
 * cache for a block of queries. Each score is summed in float32 in the order of the factors,
 * whatever the block and the thread. Equal scores rank by ascending item; scores that are not
 * numbers rank nowhere. Immutable and safe for use by several threads.
 */
public final class TopN {

  /** 100 factors of so many items are 100 KB, a part of a core's second-level cache. */
  private static final int PANEL = 256;

  private static final int[] NOTHING = {};

  private final int itemCount;
  private final int dim;
  private final double offset;

  /**
   * Factor k of panel p's item j is at {@code [p][k][j]}. An array for each factor, because HotSpot
   * does not vectorise a loop in which one array is read at a variable distance.
   */
  private final float[][][] panels;

  /** Says which items must not be among a query's. */
  @FunctionalInterface
  public interface Excluded {

    /** Excludes nothing. */
    Excluded NONE = query -> NOTHING;

    /** Returns the rows of items to leave out for a query; ascending ones are not sorted again. */
    int[] of(int query);
  }

  /**
   * Copies item factors, whose dot products with queries are the scores.
   *
   * @param items V, m × d
   */
  public TopN(FloatMatrix items) {
    this(items, 0);
  }

  /**
   * Copies what a model knows of its items. Queries are rows of {@link Model#userVectors} or what
   * {@link FoldIn} finds, and scores are the ratings that {@link Model#predict} predicts, but
   * summed in float32, and the mean added in float64.
   */
  public TopN(Model model) {
    this(model.itemVectors(), model.mean());
  }

  private TopN(FloatMatrix items, double offset) {
    this.offset = offset;
    itemCount = items.rows();
    dim = items.columns();
    panels = new float[(itemCount + PANEL - 1) / PANEL][dim][PANEL];
    for (int item = 0; item < itemCount; item++) {
      float[][] panel = panels[item / PANEL];
      for (int k = 0; k < dim; k++) {
        panel[k][item % PANEL] = items.values()[item * dim + k];
      }
    }
  }

  /** Returns m, the number of items. */
  public int itemCount() {
    return itemCount;
  }

  /**
   * Returns the best items for one query, best first; fewer than {@code k} where there are not so
   * many.
   *
   * @param query d factors, or of a search in a model one of {@link Model#userVectors}
   * @param k how many items, at least 1
   * @param excluded rows to leave out, in any order
   * @throws IllegalArgumentException if {@code k} or the query's length is wrong
   */
  public List<ScoredItem> find(float[] query, int k, int[] excluded) {
    return find(new FloatMatrix(1, query.length, query), 0, 1, k, row -> excluded).get(0);
  }

  private static int[] ascending(int[] rows) {
    for (int k = 1; k < rows.length; k++) {
      if (rows[k] < rows[k - 1]) {
        int[] sorted = rows.clone();
        Arrays.sort(sorted);
        return sorted;
      }
    }
    return rows;
  }

  /** Returns the best items for the queries in rows {@code [from, to)} of a matrix. */
  List<List<ScoredItem>> find(FloatMatrix queries, int from, int to, int k, Excluded excluded) {
    requireUsable(queries, k);
    Objects.checkFromToIndex(from, to, queries.rows());
    BestItems[] best = new BestItems[to - from];
    int[][] left = new int[best.length][];
    for (int q = 0; q < best.length; q++) {
      best[q] = new BestItems(Math.min(k, itemCount));
      left[q] = ascending(excluded.of(from + q));
    }
    float[] scores = new float[PANEL];
    for (int p = 0; p < panels.length; p++) {
      for (int q = 0; q < best.length; q++) {
        score(panels[p], queries.values(), (from + q) * dim, scores);
        offer(scores, p * PANEL, left[q], best[q]);
      }
    }
    return Arrays.stream(best).map(found -> found.drain(offset)).toList();
  }

  void requireUsable(FloatMatrix queries, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + ", expected 1 or more");
    }
    if (queries.columns() != dim) {
      throw new IllegalArgumentException(
          "a query has " + queries.columns() + " factors, an item " + dim);
    }
  }

  private static void score(float[][] panel, float[] query, int at, float[] scores) {
    Arrays.fill(scores, 0);
    int k = 0;
    for (; k + 3 < panel.length; k += 4) {
      addFour(
          panel[k],
          panel[k + 1],
          panel[k + 2],
          panel[k + 3],
          query[at + k],
          query[at + k + 1],
          query[at + k + 2],
          query[at + k + 3],
          scores);
    }
    for (; k < panel.length; k++) {
      addOne(panel[k], query[at + k], scores);
    }
  }

  /** Four factors at once, so that scores are read and written a quarter as often. */
  private static void addFour(
      float[] v0,
      float[] v1,
      float[] v2,
      float[] v3,
      float u0,
      float u1,
      float u2,
      float u3,
      float[] scores) {
    for (int j = 0; j < PANEL; j++) {
      scores[j] = scores[j] + u0 * v0[j] + u1 * v1[j] + u2 * v2[j] + u3 * v3[j];
    }
  }

  private static void addOne(float[] v, float u, float[] scores) {
    for (int j = 0; j < PANEL; j++) {
      scores[j] = scores[j] + u * v[j];
    }
  }

  private void offer(float[] scores, int first, int[] excluded, BestItems best) {
    int count = Math.min(PANEL, itemCount - first);
    for (int j = 0; j < count; j++) {
      if (best.wants(scores[j]) && Arrays.binarySearch(excluded, first + j) < 0) {
        best.add(first + j, scores[j]);
      }
    }
  }
}
