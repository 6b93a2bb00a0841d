package io.gravmf.cli.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gravmf.cli.query.Queries;
import io.gravmf.cli.query.Titles;
import io.gravmf.data.IdMap;
import io.gravmf.format.AtomicFile;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.TopNForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Recommendations as CSV, written while they are found. */
public final class RecommendationsCsv {

  private final TopNForAll search;
  private final Queries queries;
  private final IdMap itemIds;
  private final Titles titles;
  private final int threads;

  /**
   * Takes what is found for some users.
   *
   * @param search in a model, so that it finds ratings
   */
  public RecommendationsCsv(
      TopNForAll search, Queries queries, IdMap itemIds, Titles titles, int threads) {
    this.search = search;
    this.queries = queries;
    this.itemIds = itemIds;
    this.titles = titles;
    this.threads = threads;
  }

  /** Writes the file, beside its destination until it is complete. */
  public void write(Path file) {
    AtomicFile.write(file, this::write);
  }

  private void write(FileChannel channel) throws IOException {
    try {
      Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
      write(writer);
      writer.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Writes to a stream that stays open. */
  public void write(Writer to) {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
    csv.writeRecord("user", "rank", "item", "title", "rating");
    search.forEach(threads, (query, best) -> write(csv, queries.id(query), best));
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(CsvWriter csv, String user, List<ScoredItem> best) {
    for (int k = 0; k < best.size(); k++) {
      int item = best.get(k).item();
      csv.writeRecord(
          user,
          Integer.toString(k + 1),
          itemIds.id(item),
          titles.of(item),
          Float.toString(best.get(k).score()));
    }
  }
}
