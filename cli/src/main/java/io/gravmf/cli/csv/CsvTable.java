package io.gravmf.cli.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gravmf.format.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A table that is written row by row: commas, quotes where needed, lines that end in LF. */
public final class CsvTable {

  private final CsvWriter csv;
  private final boolean isSafe;

  private CsvTable(Writer to, boolean isSafe) {
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
    this.isSafe = isSafe;
  }

  /**
   * Writes a file, beside its destination until it is complete.
   *
   * @param isSafe whether cells are to be what {@link SafeText} makes of them
   * @param rows writes the rows
   */
  public static void write(Path file, boolean isSafe, Consumer<CsvTable> rows) {
    AtomicFile.write(
        file,
        channel -> {
          try {
            Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            write(writer, isSafe, rows);
            writer.flush();
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** Writes to a stream that stays open. */
  public static void write(Writer to, boolean isSafe, Consumer<CsvTable> rows) {
    CsvTable table = new CsvTable(to, isSafe);
    rows.accept(table);
    try {
      table.csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a row. */
  public void row(String... cells) {
    row(Arrays.asList(cells));
  }

  /** Writes a row. */
  public void row(List<String> cells) {
    csv.writeRecord(isSafe ? cells.stream().map(SafeText::of).toList() : cells);
  }
}
