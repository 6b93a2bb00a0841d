package io.gravmf.data.read;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.Delimiters;
import io.gravmf.data.text.Dialect;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.Fields;
import io.gravmf.data.text.LineReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the layout of a ratings file from its first lines and what the caller says of it. */
final class LayoutFinder {

  private static final int HEAD = 1 << 16;
  private static final char COMMENT = '#';
  private static final Pattern ITEM_OF_BLOCK = Pattern.compile("[0-9]{1,18}:\\s*");
  private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?\\s*");

  private final LineReader lines;
  private final ReadOptions options;
  private final boolean mayLackUsers;

  /**
   * @param lines a reader that has not moved yet, and will not
   * @param mayLackUsers whether there may be two columns, those of item and rating
   */
  LayoutFinder(LineReader lines, ReadOptions options, boolean mayLackUsers) {
    this.lines = lines;
    this.options = options;
    this.mayLackUsers = mayLackUsers;
  }

  /** Its first record and, where it has one, the second. */
  private record FirstRecords(long line, List<String> first, int filled, int filledSecond) {

    int columns() {
      return first.size();
    }

    boolean looksLikeHeader() {
      return first.stream().noneMatch(Delimiters::isNumber);
    }
  }

  /**
   * Finds the layout.
   *
   * @throws InvalidInputException if the columns cannot be found
   */
  Layout find() {
    LineReader head = lines.head(HEAD);
    String first = firstLine(head);
    return switch (options.format()) {
      case MATRIX_MARKET -> MatrixMarket.layout(head, first, options);
      case NETFLIX -> netflix(head.line());
      case ML_100K -> fixed("MovieLens-100K (tabs)", "\t");
      case ML_1M -> fixed("MovieLens-1M (::)", "::");
      case CSV -> delimited(first);
      case AUTO -> {
        if (MatrixMarket.isBanner(first)) {
          yield MatrixMarket.layout(head, first, options);
        }
        boolean blocks = options.areColumnsFree() && ITEM_OF_BLOCK.matcher(first).matches();
        yield blocks ? netflix(head.line()) : delimited(first);
      }
    };
  }

  private String firstLine(LineReader head) {
    while (head.advance()) {
      String line = head.text();
      if (!line.isBlank()) {
        return line;
      }
    }
    throw nothing("blank lines");
  }

  private InvalidInputException nothing(String what) {
    return new InvalidInputException(
        lines.file()
            + (lines.isEnded()
                ? ": the file has " + what + " only"
                : ": the file starts with " + HEAD / 1024 + " KB of " + what)
            + ", expected ratings");
  }

  private Layout netflix(long firstLine) {
    Dialect dialect = new Dialect(",", Dialect.Quotes.LITERAL, (char) 0);
    return new Layout(
        "Netflix prize (item: and its ratings)",
        dialect,
        options.decimal(),
        firstLine,
        false,
        0,
        -1,
        1,
        2,
        2,
        3,
        -1);
  }

  /** User, item, rating and, unless the first line lacks it, time. */
  private Layout fixed(String format, String delimiter) {
    Dialect dialect = new Dialect(delimiter, Dialect.Quotes.LITERAL, comment());
    FirstRecords records = firstRecords(dialect, 0);
    boolean header = options.header() != null && options.header();
    int columns = Math.max(3, records.columns());
    int time = columns > 3 ? 3 : -1;
    return new Layout(
        format, dialect, options.decimal(), 0, header, 0, 1, 2, time, columns, columns, -1);
  }

  private char comment() {
    return options.comments() ? COMMENT : 0;
  }

  private Layout delimited(String firstLine) {
    if (options.areColumnsFree() && (firstLine.startsWith("{") || firstLine.startsWith("[{"))) {
      throw new InvalidInputException(
          lines.file()
              + ": found JSON, expected delimited text; where there is an object a line, jq -r"
              + " '[.user, .item, .rating] | @csv' with its keys writes that");
    }
    var separator = SEPARATOR_LINE.matcher(firstLine);
    boolean separated = separator.matches();
    LineReader head = lines.head(HEAD);
    firstLine(head);
    long from = separated ? head.line() + 1 : 0;
    int least = mayLackUsers ? 2 : 3;
    String delimiter;
    if (options.delimiter() != null) {
      delimiter = options.delimiter().toString();
    } else if (separated) {
      delimiter = separator.group(1);
    } else {
      delimiter = Delimiters.find(lines.head(HEAD), least, comment());
    }
    Dialect dialect = new Dialect(delimiter, quotes(delimiter), comment());
    FirstRecords records = firstRecords(dialect, from);
    requireColumns(records, least);
    return layout(dialect, records, from);
  }

  private Dialect.Quotes quotes(String delimiter) {
    if (options.quotes() != null) {
      return options.quotes() ? Dialect.Quotes.ENCLOSING : Dialect.Quotes.LITERAL;
    }
    return switch (delimiter) {
      case "::" -> Dialect.Quotes.LITERAL;
      case "\t", Dialect.BLANKS -> Dialect.Quotes.AS_FIRST_SHOWN;
      default -> Dialect.Quotes.ENCLOSING;
    };
  }

  private FirstRecords firstRecords(Dialect dialect, long from) {
    FieldReader fields =
        new FieldReader(lines.head(HEAD), dialect, options.text(), Integer.MAX_VALUE);
    if (!advance(fields, from)) {
      throw nothing("comments");
    }
    int count = fields.split();
    long line = fields.lines().line();
    int filled = fields.filled();
    List<String> first = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      first.add(fields.text(k).strip());
    }
    int filledSecond = 0;
    if (fields.advance()) {
      try {
        fields.split();
        filledSecond = fields.filled();
      } catch (InvalidInputException bad) {
        // It is named when its turn comes.
        filledSecond = 0;
      }
    }
    return new FirstRecords(line, first, filled, filledSecond);
  }

  private static boolean advance(FieldReader fields, long from) {
    boolean found = fields.advance();
    while (found && fields.lines().line() < from) {
      found = fields.advance();
    }
    return found;
  }

  private void requireColumns(FirstRecords records, int least) {
    if (records.filled >= least) {
      return;
    }
    String shown = Fields.shown(String.join(" ", records.first));
    throw new InvalidInputException(
        lines.file()
            + ":"
            + records.line
            + ": found "
            + records.filled
            + (records.filled == 1 ? " column" : " columns")
            + " in '"
            + shown
            + "', expected at least three: user, item, rating (--delimiter says what separates"
            + " them, --format how the file is laid out)");
  }

  private Layout layout(Dialect dialect, FirstRecords records, long from) {
    List<String> fields = records.first;
    boolean oneUser = mayLackUsers && records.filled == 2 && options.columns().isEmpty();
    boolean header =
        options.header() != null ? options.header() : isHeader(records, options.columns());
    int columns = records.columns();
    if (header && records.filledSecond == columns + 1) {
      columns = withRowNames(records);
    }
    int[] places;
    if (!options.columns().isEmpty()) {
      places = wanted(records, header, columns);
    } else if (header && !fields.stream().allMatch(Delimiters::isNumber)) {
      places = named(dialect, records, oneUser);
    } else if (oneUser) {
      places = new int[] {-1, 0, 1, -1};
    } else {
      places = new int[] {0, 1, 2, records.filled > 3 ? 3 : -1};
    }
    boolean movieLens =
        options.format() == RatingsFormat.AUTO && options.areColumnsFree() && !header && !oneUser;
    String format;
    if (movieLens && dialect.delimiter().equals("::")) {
      format = "MovieLens-1M (::)";
    } else if (movieLens
        && dialect.delimiter().equals("\t")
        && records.filled == 4
        && Delimiters.isNumber(fields.get(2))) {
      format = "MovieLens-100K (tabs)";
    } else {
      format =
          "delimited by "
              + dialect.delimiterInWords()
              + (header ? " with a header" : " without a header");
    }
    return new Layout(
        format,
        dialect,
        options.decimal(),
        from,
        header,
        places[0],
        places[1],
        places[2],
        places[3],
        Math.min(records.filled, columns),
        columns,
        -1);
  }

  private static boolean isHeader(FirstRecords records, List<String> wanted) {
    boolean named = !wanted.stream().allMatch(ColumnNames::isNumber);
    List<String> fields = records.first;
    return records.looksLikeHeader()
        || (named
            && wanted.stream()
                .allMatch(name -> ColumnNames.wanted(fields, name, true, fields.size()) >= 0))
        || (ColumnNames.user(fields) >= 0
            && ColumnNames.item(fields) >= 0
            && ColumnNames.rating(fields) >= 0);
  }

  /** R writes row names in front of each line but no name for them: only numbers are clear then. */
  private int withRowNames(FirstRecords records) {
    boolean numbered =
        !options.columns().isEmpty() && options.columns().stream().allMatch(ColumnNames::isNumber);
    if (!numbered) {
      throw new InvalidInputException(
          lines.file()
              + ":"
              + records.line
              + ": found "
              + records.columns()
              + " names above lines of "
              + records.filledSecond
              + " columns, expected as many; say which are user, item and rating by number, such"
              + " as --columns 2,3,4");
    }
    return records.filledSecond;
  }

  private int[] wanted(FirstRecords records, boolean header, int columns) {
    int[] places = {-1, -1, -1, -1};
    for (int k = 0; k < options.columns().size(); k++) {
      String name = options.columns().get(k);
      places[k] = ColumnNames.wanted(records.first, name, header, columns);
      if (places[k] < 0) {
        throw new InvalidInputException(
            lines.file()
                + ":"
                + records.line
                + ": no column '"
                + Fields.shown(name)
                + "', expected "
                + (header
                    ? "one of " + Fields.shown(String.join(", ", records.first)) + " or a number"
                    : "a number")
                + " from 1 to "
                + columns);
      }
    }
    return places;
  }

  private int[] named(Dialect dialect, FirstRecords records, boolean oneUser) {
    List<String> fields = records.first;
    int[] places = {
      ColumnNames.user(fields),
      ColumnNames.item(fields),
      ColumnNames.rating(fields),
      ColumnNames.time(fields)
    };
    if ((places[0] < 0 && !oneUser) || places[1] < 0 || places[2] < 0) {
      throw new InvalidInputException(
          lines.file()
              + ":"
              + records.line
              + ": found the header '"
              + Fields.shown(String.join(dialect.delimiter(), fields))
              + "', expected columns such as "
              + (oneUser ? "" : "userId, ")
              + "movieId, rating (say which with --columns, or --no-header if it is a rating)");
    }
    return places;
  }
}
