package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import io.gravmf.parallel.TaskThreads;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Future;

/**
 * The best items for every row of a matrix of queries, in blocks on several threads.
 *
 * <p>Results are handed on in the order of the queries, by the caller's thread, while later blocks
 * are computed; only a few blocks exist at any time, however many queries there are.
 */
public final class TopNForAll {

  /** Queries that share a panel of items while it is in the cache. */
  private static final int BLOCK = 64;

  private final TopN items;
  private final FloatMatrix queries;
  private final int k;
  private final TopN.Excluded excluded;

  /** Takes the best items of a query. */
  @FunctionalInterface
  public interface Sink {

    /**
     * Takes a result.
     *
     * @param query the query's row
     * @param best its items, best first
     */
    void accept(int query, List<ScoredItem> best);
  }

  /**
   * Prepares a search.
   *
   * @param items what to search
   * @param queries a query a row
   * @param k how many items for each query, at least 1
   * @param excluded the items to leave out, asked by several threads at once
   * @throws IllegalArgumentException if {@code k} or the queries' length is wrong
   */
  public TopNForAll(TopN items, FloatMatrix queries, int k, TopN.Excluded excluded) {
    items.requireUsable(queries, k);
    this.items = items;
    this.queries = queries;
    this.k = k;
    this.excluded = excluded;
  }

  /**
   * Searches.
   *
   * @param threads how many threads compute; never changes a result
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public void forEach(int threads, Sink sink) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 1 or more");
    }
    try (TaskThreads pool = new TaskThreads(threads, "search")) {
      ArrayDeque<Future<List<List<ScoredItem>>>> ahead = new ArrayDeque<>();
      int next = 0;
      int query = 0;
      while (query < queries.rows()) {
        while (next < queries.rows() && ahead.size() < 2 * threads) {
          int from = next;
          next = Math.min(from + BLOCK, queries.rows());
          int to = next;
          ahead.add(pool.submit(() -> items.find(queries, from, to, k, excluded)));
        }
        for (List<ScoredItem> best : pool.result(ahead.remove())) {
          sink.accept(query++, best);
        }
      }
    }
  }
}
