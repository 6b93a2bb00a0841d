package io.gravmf.cli.query;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.Delimiters;
import io.gravmf.data.text.Dialect;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.Fields;
import io.gravmf.data.text.LineReader;
import io.gravmf.data.text.TextOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Pairs of a user and an item, with their rating where it is known: delimited text whose columns a
 * header names, or else the first two and the third.
 *
 * @param file the file
 * @param text how it is opened and decoded
 */
public record PairsFile(Path file, TextOptions text) {

  private static final int HEAD = 1 << 16;
  private static final int MOST_COLUMNS = 64;
  private static final Set<String> USER = Set.of("user", "userid", "user_id");
  private static final Set<String> ITEM =
      Set.of("item", "itemid", "item_id", "movie", "movieid", "movie_id");
  private static final Set<String> RATING = Set.of("rating", "score", "truth");

  /**
   * A line of the file.
   *
   * @param user a user's id
   * @param item an item's id
   * @param rating what the user gave it, or null where the file does not say
   */
  public record Pair(String user, String item, Float rating) {}

  /** Where the columns are; -1 where there is none. */
  private record Columns(int user, int item, int rating, boolean hasHeader) {

    static Columns of(FieldReader first, int count) {
      int user = find(first, count, USER);
      int item = find(first, count, ITEM);
      return user >= 0 && item >= 0
          ? new Columns(user, item, find(first, count, RATING), true)
          : new Columns(0, 1, 2, false);
    }

    private static int find(FieldReader first, int count, Set<String> wanted) {
      for (int k = 0; k < count; k++) {
        if (wanted.contains(first.text(k).strip().toLowerCase(Locale.ROOT))) {
          return k;
        }
      }
      return -1;
    }
  }

  /**
   * Reads the pairs in their order, one at a time.
   *
   * @throws InvalidInputException if the file cannot be read, or a line is none
   */
  public void forEach(Consumer<Pair> consumer) {
    try (LineReader lines = new LineReader(file, text)) {
      String delimiter = Delimiters.find(lines.head(HEAD), 2, (char) 0);
      Dialect dialect = new Dialect(delimiter, Dialect.Quotes.AS_FIRST_SHOWN, (char) 0);
      FieldReader fields = new FieldReader(lines, dialect, text, MOST_COLUMNS);
      Columns columns = null;
      while (fields.advance()) {
        int count = Math.min(fields.split(), MOST_COLUMNS);
        boolean first = columns == null;
        if (first) {
          columns = Columns.of(fields, count);
        }
        if (!first || !columns.hasHeader()) {
          consumer.accept(pair(fields, count, columns));
        }
      }
    }
  }

  private static Pair pair(FieldReader fields, int count, Columns columns) {
    if (count <= Math.max(columns.user(), columns.item())) {
      throw fields.bad(count + " columns", "a user and an item");
    }
    boolean rated = columns.rating() >= 0 && columns.rating() < count;
    String rating = rated ? fields.text(columns.rating()).strip() : "";
    return new Pair(
        fields.text(columns.user()).strip(),
        fields.text(columns.item()).strip(),
        rating.isEmpty() ? null : number(fields, rating));
  }

  private static Float number(FieldReader fields, String rating) {
    float value;
    try {
      value = Float.parseFloat(rating);
    } catch (NumberFormatException e) {
      value = Float.NaN;
    }
    if (!Float.isFinite(value)) {
      throw fields.bad("the rating '" + Fields.shown(rating) + "'", "a finite number");
    }
    return value;
  }
}
