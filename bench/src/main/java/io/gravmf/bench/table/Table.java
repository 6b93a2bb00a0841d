package io.gravmf.bench.table;

import io.gravmf.data.InvalidInputException;
import java.util.List;

/**
 * A table of results.
 *
 * @param id its name in documents
 * @param title what it shows
 * @param command what measures it
 * @param raw the file that it is made of
 * @param header names of the columns
 * @param rows cells; the first of a row names it
 */
public record Table(
    String id,
    String title,
    String command,
    String raw,
    List<String> header,
    List<List<String>> rows) {

  /** Returns the command that measures a part of a full run. */
  static String filtered(String filter) {
    return "./gravmf bench --full --filter '" + filter + "'";
  }

  /** Returns the table in Markdown, numbers flush right. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    line(text, header);
    line(text, header.stream().map(name -> name.equals(header.get(0)) ? "---" : "---:").toList());
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /**
   * Returns a cell.
   *
   * @throws InvalidInputException if there is none such
   */
  public String cell(String row, String column) {
    int at = header.indexOf(column);
    return rows.stream()
        .filter(cells -> at >= 0 && cells.get(0).equals(row))
        .map(cells -> cells.get(at))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "table " + id + " has no cell in row '" + row + "', column '" + column + "'"));
  }
}
