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
 * &lt;!-- picture FILE --&gt;...&lt;!-- end --&gt;
 * </pre>
 *
 * <p>What stands between is replaced, so that no figure is typed by hand. A document that quotes
 * several runs says {@code results KIND}, {@code table KIND/ID} and so on for all but one: these
 * are filled from runs whose folder's name ends in {@code -KIND}.
 */
final class Documents {

  private static final Pattern MARK =
      Pattern.compile(
          "(<!-- (?:(results)(?: (\\w+))?|(table|cell|picture) (?:(\\w+)/)?(.*?)) ?-->).*?(<!-- end -->)",
          Pattern.DOTALL);
  private static final int RESULTS = 2;
  private static final int RESULTS_KIND = 3;
  private static final int WHAT = 4;
  private static final int KIND = 5;
  private static final int WORDS = 6;
  private static final int END = 7;

  private static final Pattern SEPARATOR = Pattern.compile(" \\| ");
  private static final int CELL_PARTS = 3;

  private Documents() {}

  /**
   * Returns a document with what stands between a run's marks replaced.
   *
   * @param link from the document to the run's folder, with slashes
   * @throws InvalidInputException if a mark names what the run does not have
   */
  static String fill(String text, String link, List<Table> tables) {
    String kind = kind(text, link);
    Matcher mark = MARK.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (mark.find()) {
      boolean results = mark.group(RESULTS) != null;
      String of = mark.group(results ? RESULTS_KIND : KIND);
      if (!kind.equals(of == null ? "" : of)) {
        continue;
      }
      String words = mark.group(WORDS);
      String content =
          results
              ? "[" + link + "](" + link + "/" + Report.PAGE + ")"
              : switch (mark.group(WHAT)) {
                case "table" -> "\n" + table(words, tables).markdown();
                case "picture" -> "![" + words + "](" + link + "/" + words + ")";
                default -> cell(words, tables);
              };
      mark.appendReplacement(
          filled, Matcher.quoteReplacement(mark.group(1) + content + mark.group(END)));
    }
    return mark.appendTail(filled).toString();
  }

  /** Returns the kind of a document's marks that a run fills. */
  private static String kind(String text, String link) {
    Matcher mark = MARK.matcher(text);
    while (mark.find()) {
      String kind = mark.group(RESULTS_KIND);
      if (kind != null && link.endsWith("-" + kind)) {
        return kind;
      }
    }
    return "";
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
