package io.gravmf.cli.output;

import io.gravmf.cli.csv.CsvTable;
import io.gravmf.cli.query.Queries;
import io.gravmf.cli.query.Titles;
import io.gravmf.data.IdMap;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.TopNForAll;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/** Recommendations as CSV, written while they are found. */
public final class RecommendationsCsv {

  private final TopNForAll search;
  private final Queries queries;
  private final IdMap itemIds;
  private final Titles titles;
  private final int threads;
  private final boolean isSafe;

  /**
   * Takes what is found for some users.
   *
   * @param search in a model, so that it finds ratings
   * @param isSafe whether ids and titles must not begin as formulas do
   */
  public RecommendationsCsv(
      TopNForAll search,
      Queries queries,
      IdMap itemIds,
      Titles titles,
      int threads,
      boolean isSafe) {
    this.search = search;
    this.queries = queries;
    this.itemIds = itemIds;
    this.titles = titles;
    this.threads = threads;
    this.isSafe = isSafe;
  }

  /** Writes the file, beside its destination until it is complete. */
  public void write(Path file) {
    CsvTable.write(file, isSafe, this::rows);
  }

  /** Writes to a stream that stays open. */
  public void write(Writer to) {
    CsvTable.write(to, isSafe, this::rows);
  }

  private void rows(CsvTable table) {
    table.row("user", "rank", "item", "title", "rating");
    search.forEach(threads, (query, best) -> rows(table, queries.id(query), best));
  }

  private void rows(CsvTable table, String user, List<ScoredItem> best) {
    for (int k = 0; k < best.size(); k++) {
      int item = best.get(k).item();
      table.row(
          user,
          Integer.toString(k + 1),
          itemIds.id(item),
          titles.of(item),
          Float.toString(best.get(k).score()));
    }
  }
}
