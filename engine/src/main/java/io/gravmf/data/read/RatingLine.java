package io.gravmf.data.read;

import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses the current record of a {@link FieldReader}: numbers straight from its bytes, and text
 * only where an id is not an integer.
 */
final class RatingLine {

  /** The id of the user of all ratings where the file names none. */
  static final String ONE_USER = "new";

  private static final int SHOWN_BYTES = 256;

  private final FieldReader fields;
  private final Layout layout;
  private final ReadOptions options;
  private final Times times;
  private final Id user = new Id();
  private final Id item = new Id();
  private boolean inBlock;
  private boolean hasParsed;
  private long strippedLine;
  private long roundedLine;
  private float rating;
  private long time;

  /** An id: an integer or, where {@link #text} is not null, that. */
  static final class Id {

    private long number;
    private String text;

    long number() {
      return number;
    }

    String text() {
      return text;
    }
  }

  /**
   * @param times parses times, or null where they are not kept
   */
  RatingLine(FieldReader fields, Layout layout, ReadOptions options, Times times) {
    this.fields = fields;
    this.layout = layout;
    this.options = options;
    this.times = times;
  }

  Id user() {
    return user;
  }

  Id item() {
    return item;
  }

  float rating() {
    return rating;
  }

  /** Returns the time, 0 where times are not kept. */
  long time() {
    return time;
  }

  /** Returns the first line with an id that had an invisible character around it, or 0. */
  long strippedLine() {
    return strippedLine;
  }

  /** Returns the first line with a rating of more digits than a float keeps, or 0. */
  long roundedLine() {
    return roundedLine;
  }

  /**
   * Parses the record.
   *
   * @return false if it is no rating: all its columns are empty, or it begins a block
   * @throws InvalidInputException if it is bad
   */
  boolean parse() {
    int columns = split();
    if (fields.filled() == 0 || (layout.hasBlocks() && columns == 1 && beginsBlock())) {
      return false;
    }
    if (columns < layout.fewest() || fields.filled() > layout.most()) {
      throw badColumns(columns);
    }
    if (layout.user() < 0) {
      user.text = ONE_USER;
    } else {
      parse(user, layout.user(), "user");
    }
    if (!layout.hasBlocks()) {
      parse(item, layout.item(), "item");
    } else if (!inBlock) {
      throw fields.bad("'" + fields.shown() + "'", "the item's id and a colon first, such as 1:");
    }
    rating = rating(layout.rating());
    hasParsed = true;
    if (times != null) {
      time = time(layout.time(), columns);
    }
    return true;
  }

  private int split() {
    try {
      return fields.split();
    } catch (InvalidInputException e) {
      throw options.skipBadLines() ? e : new InvalidInputException(e.getMessage() + hint(""), e);
    }
  }

  private boolean beginsBlock() {
    int end = fields.end(0) - 1;
    if (end < fields.start(0) || fields.bytes(0)[end] != ':') {
      return false;
    }
    item.number = Integers.parseCanonical(fields.bytes(0), fields.start(0), end);
    inBlock = item.number != Integers.NONE;
    return inBlock;
  }

  private InvalidInputException badColumns(int columns) {
    boolean tooMany = columns > layout.most();
    return fields.bad(
        columns + (columns == 1 ? " column" : " columns") + " in '" + fields.shown() + "'",
        (tooMany ? layout.most() : layout.fewest()) + hint(""));
  }

  private void parse(Id id, int column, String what) {
    int start = fields.start(column);
    int end = fields.end(column);
    if (start == end) {
      throw bad(column, what, "an id", "");
    }
    id.text = null;
    id.number = Integers.parseCanonical(fields.bytes(column), start, end);
    if (id.number == Integers.NONE) {
      String written = fields.text(column);
      String text = stripped(written);
      if (text.isEmpty()) {
        throw bad(column, what, "an id", "");
      }
      if (text.length() < written.length() && strippedLine == 0) {
        strippedLine = fields.lines().line();
      }
      id.number = IntegerIds.parse(text);
      id.text = id.number == Integers.NONE ? text : null;
    }
  }

  /** Leaves out what is as invisible around an id as a blank, such as a no-break space. */
  private static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isInvisible(text.charAt(start))) {
      start++;
    }
    while (end > start && isInvisible(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isInvisible(char c) {
    return Character.isSpaceChar(c) || Character.isWhitespace(c) || c == '\uFEFF';
  }

  private float rating(int column) {
    byte[] bytes = fields.bytes(column);
    int start = fields.start(column);
    int end = fields.end(column);
    float value = Decimal.parse(bytes, start, end, layout.decimal());
    if (!Float.isFinite(value)) {
      char other = layout.decimal() == '.' ? ',' : '.';
      boolean otherMark = Float.isFinite(Decimal.parse(bytes, start, end, other));
      String wayOut = otherMark ? "--decimal " + other + " if that is a decimal mark" : "";
      if (wayOut.isEmpty() && !hasParsed && options.columns().isEmpty()) {
        wayOut = "--columns if another column has the ratings";
      }
      throw bad(column, "rating", "a finite number", wayOut);
    }
    if (Math.abs(value) >= Decimal.EXACT
        && roundedLine == 0
        && !Decimal.isExact(value, bytes, start, end)) {
      roundedLine = fields.lines().line();
    }
    return value;
  }

  private long time(int column, int columns) {
    if (column >= columns) {
      throw badColumns(columns);
    }
    try {
      return times.parse(fields.bytes(column), fields.start(column), fields.end(column));
    } catch (ArithmeticException | NumberFormatException e) {
      throw bad(column, "time", Times.EXPECTED, "");
    }
  }

  private InvalidInputException bad(int column, String what, String expected, String wayOut) {
    int start = fields.start(column);
    int end = Math.min(fields.end(column), start + SHOWN_BYTES);
    byte[] found = Arrays.copyOfRange(fields.bytes(column), start, end);
    return new InvalidInputException(
        fields.lines().place()
            + ": column "
            + (column + 1)
            + " ("
            + what
            + "): found '"
            + Fields.shown(new String(found, StandardCharsets.UTF_8))
            + "', expected "
            + expected
            + hint(wayOut));
  }

  /** Names the options that would help; who skips bad lines already has taken one. */
  private String hint(String wayOut) {
    if (options.skipBadLines()) {
      return wayOut.isEmpty() ? "" : " (" + wayOut + ")";
    }
    String skip = "--skip-bad-lines leaves such lines out";
    return " (" + (wayOut.isEmpty() ? skip : wayOut + "; " + skip) + ")";
  }
}
