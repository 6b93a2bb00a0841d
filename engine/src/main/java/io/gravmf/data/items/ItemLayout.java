package io.gravmf.data.items;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.read.ColumnNames;
import io.gravmf.data.text.Delimiters;
import io.gravmf.data.text.Dialect;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.Fields;
import io.gravmf.data.text.LineReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the columns of a file of items are, found by its first line.
 *
 * @param dialect how lines are divided
 * @param flags how many flags each line ends with, in {@code u.item}; otherwise 0
 * @param header whether the first line names the columns
 * @param id place of the id, from 0; likewise the title
 * @param genres place of the genres, or -1
 * @param fewest how many columns each line has at least
 * @param columns how many columns each line has, but for empty ones behind them
 */
record ItemLayout(
    Dialect dialect,
    int flags,
    boolean header,
    int id,
    int title,
    int genres,
    int fewest,
    int columns) {

  private static final int HEAD = 1 << 16;

  /** What precedes the flags of {@code u.item}: id, title, two dates, an address. */
  private static final int BEFORE_FLAGS = 5;

  private static final List<String> IDS = List.of("id");
  private static final List<String> TITLES =
      List.of("title", "movietitle", "booktitle", "itemname", "name", "originaltitle");
  private static final List<String> GENRES = List.of("genres", "genre", "categories", "category");

  /**
   * Finds the layout.
   *
   * @param lines a reader that has not moved yet, and will not
   * @throws InvalidInputException if it cannot be found
   */
  static ItemLayout find(LineReader lines, ItemReadOptions options) {
    if (options.delimiter() == null && options.columns().isEmpty()) {
      ItemLayout movieLens = movieLens(lines, options);
      if (movieLens != null) {
        return movieLens;
      }
    }
    String delimiter =
        options.delimiter() != null
            ? options.delimiter().toString()
            : Delimiters.find(lines.head(HEAD), 2, (char) 0);
    Dialect.Quotes quotes =
        delimiter.equals("\t") ? Dialect.Quotes.AS_FIRST_SHOWN : Dialect.Quotes.ENCLOSING;
    if (options.quotes() != null) {
      quotes = options.quotes() ? Dialect.Quotes.ENCLOSING : Dialect.Quotes.LITERAL;
    }
    Dialect dialect = new Dialect(delimiter, quotes, (char) 0);
    return delimited(dialect, lines, options);
  }

  private static ItemLayout movieLens(LineReader lines, ItemReadOptions options) {
    List<String> byColons = first(lines, literal("::"), options);
    if (byColons.size() > 1) {
      int columns = Math.min(byColons.size(), 3);
      return new ItemLayout(
          literal("::"), 0, isNamed(byColons), 0, 1, columns == 3 ? 2 : -1, 2, columns);
    }
    List<String> byBars = first(lines, literal("|"), options);
    int flags = trailingFlags(byBars);
    int genres = options.genres().size();
    if (byBars.size() <= BEFORE_FLAGS || flags == 0) {
      return null;
    }
    if (flags != genres || byBars.size() < BEFORE_FLAGS + genres) {
      throw new InvalidInputException(
          lines.file()
              + ": found "
              + flags
              + " flags at the end of the first line, expected one for each of "
              + genres
              + " genres (--genres FILE names them)");
    }
    int columns = BEFORE_FLAGS + flags;
    return new ItemLayout(literal("|"), flags, false, 0, 1, -1, columns, columns);
  }

  /** Returns whether a title may hold what separates columns, because nothing can be quoted. */
  boolean isUnquoted() {
    return flags > 0 || dialect.delimiter().equals("::");
  }

  private static Dialect literal(String delimiter) {
    return new Dialect(delimiter, Dialect.Quotes.LITERAL, (char) 0);
  }

  private static int trailingFlags(List<String> fields) {
    int flags = 0;
    while (flags < fields.size() && fields.get(fields.size() - 1 - flags).matches("[01]")) {
      flags++;
    }
    return flags;
  }

  private static List<String> first(LineReader lines, Dialect dialect, ItemReadOptions options) {
    FieldReader fields =
        new FieldReader(lines.head(HEAD), dialect, options.text(), Integer.MAX_VALUE);
    List<String> first = new ArrayList<>();
    if (fields.advance()) {
      int count = fields.split();
      for (int k = 0; k < count; k++) {
        first.add(fields.text(k));
      }
    }
    return first;
  }

  private static ItemLayout delimited(Dialect dialect, LineReader lines, ItemReadOptions options) {
    List<String> first = first(lines, dialect, options);
    if (first.isEmpty()) {
      throw new InvalidInputException(lines.file() + ": found no items");
    }
    boolean named = isNamed(first);
    boolean header = options.header() != null ? options.header() : named;
    for (String name : options.columns()) {
      header |= options.header() == null && ColumnNames.placeOf(first, name) >= 0;
    }
    int[] places;
    if (!options.columns().isEmpty()) {
      places = wanted(lines, first, header, options.columns());
    } else if (named && header) {
      int genres = ColumnNames.place(first, GENRES);
      places = new int[] {idPlace(first), ColumnNames.place(first, TITLES), genres};
    } else if (!header && (first.size() == 2 || first.size() == 3)) {
      places = new int[] {0, 1, first.size() == 3 ? 2 : -1};
    } else {
      throw new InvalidInputException(
          lines.file()
              + ":1: found "
              + first.size()
              + (first.size() == 1 ? " column" : " columns")
              + " in '"
              + Fields.shown(String.join(dialect.delimiter(), first))
              + "', expected a header such as movieId,title,genres (say which columns with"
              + " --items-columns id,title,genres, what separates them with --items-delimiter)");
    }
    int columns = first.size();
    int fewest = columns;
    while (fewest > 0 && first.get(fewest - 1).isEmpty()) {
      fewest--;
    }
    return new ItemLayout(dialect, 0, header, places[0], places[1], places[2], fewest, columns);
  }

  private static boolean isNamed(List<String> first) {
    return ColumnNames.place(first, TITLES) >= 0 && idPlace(first) >= 0;
  }

  private static int idPlace(List<String> header) {
    int item = ColumnNames.item(header);
    return item >= 0 ? item : ColumnNames.place(header, IDS);
  }

  private static int[] wanted(
      LineReader lines, List<String> first, boolean header, List<String> columns) {
    int[] places = {-1, -1, -1};
    for (int k = 0; k < columns.size(); k++) {
      places[k] = ColumnNames.wanted(first, columns.get(k), header, first.size());
      if (places[k] < 0) {
        throw new InvalidInputException(
            lines.file()
                + ":1: no column '"
                + Fields.shown(columns.get(k))
                + "', expected "
                + (header ? "one of " + Fields.shown(String.join(", ", first)) + " or " : "")
                + "a number from 1 to "
                + first.size()
                + " (--items-columns)");
      }
    }
    return places;
  }
}
