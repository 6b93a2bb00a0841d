package io.gravmf.features;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.Delimiters;
import io.gravmf.data.text.Dialect;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.Fields;
import io.gravmf.data.text.LineReader;
import io.gravmf.data.text.TextOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what is known of users or items from delimited text: an id first, then anything, such as
 * MovieLens' {@code u.user}, {@code u.item}, {@code users.dat} and {@code movies.csv}. A first line
 * without a number in it is a header.
 */
public final class FeatureReader {

  private static final int HEAD = 1 << 16;

  /** Columns without a feature that a message names. */
  private static final int MOST_NAMED = 10;

  private final Path file;
  private final IdMap ids;
  private final TextOptions text;
  private final List<String[]> columns = new ArrayList<>();
  private final long[] lineOf;
  private List<String> names = List.of();
  private String example;

  private FeatureReader(Path file, IdMap ids, TextOptions text) {
    this.file = file;
    this.ids = ids;
    this.text = text;
    lineOf = new long[ids.size()];
  }

  /**
   * What was read.
   *
   * @param matrix a row for each id, a column for each feature
   * @param notes what a person should know of the columns and of ids that are missing
   */
  public record Result(FloatMatrix matrix, List<String> notes) {}

  /**
   * Reads a file for the ids of a map; others are left out.
   *
   * @param option the option that the file was given by, for messages
   * @param text how it is packed and encoded
   * @throws InvalidInputException if a line is bad, no id is known or no column gives a feature
   */
  public static Result read(Path file, String option, IdMap ids, TextOptions text) {
    return new FeatureReader(file, ids, text).read(option);
  }

  private Result read(String option) {
    boolean bars;
    try (LineReader lines = new LineReader(file, text)) {
      String delimiter = Delimiters.find(lines.head(HEAD), 2, (char) 0);
      bars = delimiter.equals("|");
      boolean quoted = delimiter.equals(",") || delimiter.equals(";");
      Dialect dialect =
          new Dialect(
              delimiter, quoted ? Dialect.Quotes.ENCLOSING : Dialect.Quotes.LITERAL, (char) 0);
      readLines(new FieldReader(lines, dialect, text, Integer.MAX_VALUE));
    }
    if (example == null) {
      throw new InvalidInputException(
          file
              + ": has no line with an id, expected ids and what is known of them ("
              + option
              + ")");
    }
    int missing = 0;
    for (long line : lineOf) {
      missing += line == 0 ? 1 : 0;
    }
    if (missing == ids.size()) {
      throw new InvalidInputException(
          file
              + ": none of its ids has a rating; they are such as '"
              + Fields.shown(example)
              + "', those of the ratings such as '"
              + Fields.shown(ids.size() == 0 ? "" : ids.id(0))
              + "' ("
              + option
              + " takes a file with the ids in its first column)");
    }
    return result(option, !bars, missing);
  }

  private void readLines(FieldReader fields) {
    boolean first = true;
    while (fields.advance()) {
      int count = fields.split();
      if (first && isHeader(fields, count)) {
        names = texts(fields, count);
      } else {
        take(fields, count, first && names.isEmpty() ? count : width(count));
      }
      first = false;
    }
  }

  private int width(int count) {
    return !names.isEmpty() ? names.size() : columns.isEmpty() ? count : columns.size() + 1;
  }

  private static boolean isHeader(FieldReader fields, int count) {
    return texts(fields, count).stream().noneMatch(Delimiters::isNumber);
  }

  private static List<String> texts(FieldReader fields, int count) {
    List<String> texts = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      texts.add(fields.text(k));
    }
    return texts;
  }

  private void take(FieldReader fields, int count, int expected) {
    if (count != expected || count < 2) {
      throw fields.bad(
          count + (count == 1 ? " column" : " columns"),
          expected < 2 ? "an id and at least one more" : "" + expected);
    }
    while (columns.size() < count - 1) {
      columns.add(new String[ids.size()]);
    }
    String id = fields.text(0);
    example = example == null ? id : example;
    int row = ids.row(id);
    if (row < 0) {
      return;
    }
    if (lineOf[row] > 0) {
      throw fields.bad(
          "id '" + Fields.shown(id) + "', which line " + lineOf[row] + " has too", "each id once");
    }
    lineOf[row] = fields.lines().line();
    for (int k = 1; k < count; k++) {
      String text = fields.text(k);
      columns.get(k - 1)[row] = text.isBlank() ? null : text;
    }
  }

  private Result result(String option, boolean hasParts, int missing) {
    List<double[]> features = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    boolean dated = false;
    for (int k = 0; k < columns.size(); k++) {
      FeatureColumn column = new FeatureColumn(columns.get(k), hasParts);
      boolean repeated = column.kind() == FeatureColumn.Kind.YEAR && dated;
      List<double[]> found = repeated ? List.of() : column.features();
      dated |= column.kind() == FeatureColumn.Kind.YEAR;
      features.addAll(found);
      if (found.isEmpty()) {
        leftOut.add(names.isEmpty() ? Integer.toString(k + 2) : Fields.shown(names.get(k + 1)));
      }
    }
    if (features.isEmpty()) {
      throw new InvalidInputException(
          file
              + ": no column gives a feature, expected numbers or text of at most "
              + FeatureColumn.MOST_KINDS
              + " kinds ("
              + option
              + ")");
    }
    notes.add(
        file
            + ": "
            + features.size()
            + (features.size() == 1 ? " feature" : " features")
            + (leftOut.isEmpty()
                ? ""
                : "; of no use: column"
                    + (leftOut.size() == 1 ? " " : "s ")
                    + String.join(", ", leftOut.subList(0, Math.min(leftOut.size(), MOST_NAMED)))
                    + (leftOut.size() > MOST_NAMED
                        ? " and " + (leftOut.size() - MOST_NAMED) + " more"
                        : "")));
    if (missing > 0) {
      notes.add(missing + " of " + ids.size() + " ids that have ratings are not in " + file);
    }
    return new Result(matrix(features), notes);
  }

  private FloatMatrix matrix(List<double[]> features) {
    FloatMatrix matrix = FloatMatrix.zeros(ids.size(), features.size());
    for (int k = 0; k < features.size(); k++) {
      for (int row = 0; row < ids.size(); row++) {
        matrix.values()[row * features.size() + k] = (float) features.get(k)[row];
      }
    }
    return matrix;
  }
}
