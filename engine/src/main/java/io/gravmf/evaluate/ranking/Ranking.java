package io.gravmf.evaluate.ranking;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.evaluate.Figure;
import io.gravmf.evaluate.Mean;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.TopN;
import io.gravmf.model.TopNForAll;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Ranks for each user all items but those that are known of the user, and compares the top of the
 * list with the items that were held out.
 *
 * <ul>
 *   <li>Candidates are all items that have a row: also those without training ratings, which rank
 *       by what they score, and where they are held out count as relevant.
 *   <li>Equal scores rank by ascending row, as {@link TopN} has it; scores that are not numbers
 *       rank nowhere.
 *   <li>A held-out item that is also known of the user, by a repeated rating, is not relevant: it
 *       cannot be recommended. Held out twice, it counts once.
 *   <li>Users without relevant items are in no average, and counted.
 * </ul>
 *
 * @param users how many users are averaged over
 * @param usersWithout how many have no relevant items
 * @param figures in the order of the cut-offs, with each all of {@link RankingMetric} and the
 *     coverage
 */
public record Ranking(int users, int usersWithout, List<Figure> figures) {

  /**
   * Ranks and compares.
   *
   * @param items what to search
   * @param queries a query for each user
   * @param known the items that are known of each user, which are left out
   * @param heldOut the items that were held out of each user
   * @param cutoffs the lengths of lists, each at least 1
   * @param threads how many threads search; never changes a figure
   * @throws IllegalArgumentException if a length is less than 1, there is none, or rows do not fit
   */
  public static Ranking of(
      TopN items,
      FloatMatrix queries,
      CompressedRows known,
      CompressedRows heldOut,
      int[] cutoffs,
      int threads) {
    int longest = Arrays.stream(cutoffs).max().orElseThrow(Ranking::noCutoffs);
    if (Arrays.stream(cutoffs).anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException(
          "cut-offs are " + Arrays.toString(cutoffs) + ", expected 1 or more");
    }
    if (known.rowCount() != queries.rows() || heldOut.rowCount() != queries.rows()) {
      throw new IllegalArgumentException(
          known.rowCount() + " and " + heldOut.rowCount() + " users, " + queries + " of queries");
    }
    int[][] relevant = new int[queries.rows()][];
    int[] asked = new int[queries.rows()];
    int users = 0;
    for (int user = 0; user < relevant.length; user++) {
      relevant[user] = relevant(heldOut, known, user);
      if (relevant[user].length > 0) {
        asked[users++] = user;
      }
    }
    UserFigures averages = new UserFigures(cutoffs, users, items.itemCount());
    if (users > 0) {
      new TopNForAll(
              items, select(queries, asked, users), longest, query -> columns(known, asked[query]))
          .forEach(
              threads,
              (query, best) -> {
                int[] wanted = relevant[asked[query]];
                averages.add(rows(best), hits(best, wanted), wanted.length);
              });
    }
    return new Ranking(users, relevant.length - users, averages.figures());
  }

  private static IllegalArgumentException noCutoffs() {
    return new IllegalArgumentException("no cut-offs, expected one or more");
  }

  private static int[] columns(CompressedRows rows, int row) {
    return Arrays.copyOfRange(rows.columns(), rows.offsets()[row], rows.offsets()[row + 1]);
  }

  /** Returns what was held out of a user and can be recommended, ascending, each once. */
  private static int[] relevant(CompressedRows heldOut, CompressedRows known, int user) {
    int from = known.offsets()[user];
    int to = known.offsets()[user + 1];
    return Arrays.stream(columns(heldOut, user))
        .distinct()
        .filter(item -> Arrays.binarySearch(known.columns(), from, to, item) < 0)
        .toArray();
  }

  private static FloatMatrix select(FloatMatrix queries, int[] rows, int count) {
    FloatMatrix selected = FloatMatrix.zeros(count, queries.columns());
    for (int k = 0; k < count; k++) {
      System.arraycopy(
          queries.values(),
          rows[k] * queries.columns(),
          selected.values(),
          k * queries.columns(),
          queries.columns());
    }
    return selected;
  }

  private static int[] rows(List<ScoredItem> best) {
    return best.stream().mapToInt(ScoredItem::item).toArray();
  }

  private static int[] hits(List<ScoredItem> best, int[] wanted) {
    int[] ranks = new int[Math.min(best.size(), wanted.length)];
    int count = 0;
    for (int rank = 1; rank <= best.size(); rank++) {
      if (Arrays.binarySearch(wanted, best.get(rank - 1).item()) >= 0) {
        ranks[count++] = rank;
      }
    }
    return Arrays.copyOf(ranks, count);
  }

  /** What is summed over users, in their order. */
  private static final class UserFigures {

    private final int[] cutoffs;
    private final double[][] values;
    private final BitSet[] recommended;
    private final int itemCount;
    private int users;

    UserFigures(int[] cutoffs, int users, int itemCount) {
      this.cutoffs = cutoffs;
      this.itemCount = itemCount;
      values = new double[cutoffs.length * RankingMetric.values().length][users];
      recommended = new BitSet[cutoffs.length];
      Arrays.setAll(recommended, k -> new BitSet(itemCount));
    }

    void add(int[] list, int[] hits, int relevant) {
      int figure = 0;
      for (int k = 0; k < cutoffs.length; k++) {
        for (RankingMetric metric : RankingMetric.values()) {
          values[figure++][users] = metric.of(hits, relevant, cutoffs[k]);
        }
        for (int rank = 0; rank < Math.min(cutoffs[k], list.length); rank++) {
          recommended[k].set(list[rank]);
        }
      }
      users++;
    }

    List<Figure> figures() {
      List<Figure> figures = new ArrayList<>();
      int figure = 0;
      for (int k = 0; k < cutoffs.length; k++) {
        for (RankingMetric metric : RankingMetric.values()) {
          Mean mean = Mean.of(values[figure++]);
          figures.add(
              new Figure(
                  metric.name(cutoffs[k]),
                  metric.definition(cutoffs[k]),
                  mean.value(),
                  mean.standardError()));
        }
        figures.add(
            new Figure(
                RankingMetric.COVERAGE + "@" + cutoffs[k],
                "items recommended to anyone / all items",
                users == 0 ? Double.NaN : (double) recommended[k].cardinality() / itemCount));
      }
      return figures;
    }
  }
}
