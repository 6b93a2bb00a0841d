package io.gravmf.cli.output;

import io.gravmf.cli.csv.CsvTable;
import io.gravmf.data.FloatMatrix;
import java.io.Writer;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * An embedding as CSV: a row for each point with its id, x, y and, in three dimensions, z.
 *
 * @param kind the id column's name
 * @param ids the rows' ids
 * @param coordinates two or three columns
 * @param isSafe whether ids must not begin as formulas do
 */
public record CoordinatesCsv(
    String kind, IntFunction<String> ids, FloatMatrix coordinates, boolean isSafe) {

  /** Writes the file, beside its destination until it is complete. */
  public void write(Path file) {
    CsvTable.write(file, isSafe, this::rows);
  }

  /** Writes to a stream that stays open. */
  public void write(Writer to) {
    CsvTable.write(to, isSafe, this::rows);
  }

  private void rows(CsvTable table) {
    int columns = coordinates.columns();
    String[] fields =
        columns == 2 ? new String[] {kind, "x", "y"} : new String[] {kind, "x", "y", "z"};
    table.row(fields);
    for (int i = 0; i < coordinates.rows(); i++) {
      fields[0] = ids.apply(i);
      for (int axis = 0; axis < columns; axis++) {
        fields[1 + axis] = Float.toString(coordinates.get(i, axis));
      }
      table.row(fields);
    }
  }
}
