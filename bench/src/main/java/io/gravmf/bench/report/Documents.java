package io.gravmf.bench.report;

import io.gravmf.bench.table.Table;
import io.gravmf.data.InvalidInputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills results into Markdown documents, between marks that readers do not see:
 *
 * <pre>
 * &lt;!-- results --&gt;a link to the run's page&lt;!-- end --&gt;
 * &lt;!-- table ID --&gt; ... &lt;!-- end --&gt;
 * &lt;!-- cell ID | ROW | COLUMN --&gt;...&lt;!-- end --&gt;
 * </pre>
 *
 * <p>What stands between is replaced, so that no figure is typed by hand.
 */
final class Documents {

  private static final Pattern MARK =
      Pattern.compile("(<!-- (results|table|cell) ?(.*?) ?-->).*?(<!-- end -->)", Pattern.DOTALL);
  private static final Pattern SEPARATOR = Pattern.compile(" \\| ");
  private static final int CELL_PARTS = 3;

  private Documents() {}

  /**
   * Returns a document with what stands between its marks replaced.
   *
   * @param link from the document to the run's folder, with slashes
   * @throws InvalidInputException if a mark names what the run does not have
   */
  static String fill(String text, String link, List<Table> tables) {
    Matcher mark = MARK.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (mark.find()) {
      String content =
          switch (mark.group(2)) {
            case "results" -> "[" + link + "](" + link + "/" + Report.PAGE + ")";
            case "table" -> "\n" + table(mark.group(3), tables).markdown();
            default -> cell(mark.group(3), tables);
          };
      mark.appendReplacement(
          filled, Matcher.quoteReplacement(mark.group(1) + content + mark.group(4)));
    }
    return mark.appendTail(filled).toString();
  }

  private static String cell(String words, List<Table> tables) {
    String[] parts = SEPARATOR.split(words, -1);
    if (parts.length != CELL_PARTS) {
      throw new InvalidInputException(
          "found mark 'cell " + words + "', expected 'cell TABLE | ROW | COLUMN'");
    }
    return table(parts[0], tables).cell(parts[1], parts[2]);
  }

  private static Table table(String id, List<Table> tables) {
    return tables.stream()
        .filter(table -> table.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "found mark of table '"
                        + id
                        + "', the run has "
                        + String.join(", ", tables.stream().map(Table::id).toList())));
  }
}
