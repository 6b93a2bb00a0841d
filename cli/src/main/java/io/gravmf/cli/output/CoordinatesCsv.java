package io.gravmf.cli.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gravmf.data.FloatMatrix;
import io.gravmf.format.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * An embedding as CSV: a row for each point with its id, x, y and, in three dimensions, z.
 *
 * @param kind the id column's name
 * @param ids the rows' ids
 * @param coordinates two or three columns
 */
public record CoordinatesCsv(String kind, IntFunction<String> ids, FloatMatrix coordinates) {

  /** Writes the file, beside its destination until it is complete. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        channel -> {
          Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
          write(writer);
          writer.flush();
        });
  }

  /** Writes to a stream that stays open. */
  public void write(Writer to) {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
    int columns = coordinates.columns();
    String[] fields =
        columns == 2 ? new String[] {kind, "x", "y"} : new String[] {kind, "x", "y", "z"};
    csv.writeRecord(fields);
    for (int i = 0; i < coordinates.rows(); i++) {
      fields[0] = ids.apply(i);
      for (int axis = 0; axis < columns; axis++) {
        fields[1 + axis] = Float.toString(coordinates.get(i, axis));
      }
      csv.writeRecord(fields);
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
