package io.gravmf.data.read;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.Fields;
import io.gravmf.data.text.LineReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses the current line of a {@link LineReader}: numbers straight from its bytes, and text only
 * where an id is not an integer or a field is quoted.
 */
final class RatingLine {

  /** The id of the user of all ratings where the file names none. */
  static final String ONE_USER = "new";

  private static final int MAX_DIGITS = 19;
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3})?");

  private final LineReader lines;
  private final Layout layout;
  private final byte[] delimiter;
  private final int[] starts;
  private final int[] ends;
  private byte[] bytes;
  private long user;
  private long item;
  private String userText;
  private String itemText;
  private float rating;
  private long time;

  RatingLine(LineReader lines, Layout layout) {
    this.lines = lines;
    this.layout = layout;
    delimiter = layout.delimiterBytes();
    starts = new int[layout.columns()];
    ends = new int[layout.columns()];
  }

  /** Returns the user's id where {@link #userText()} is null. */
  long user() {
    return user;
  }

  /** Returns the user's id where it is not an integer, or null. */
  String userText() {
    return userText;
  }

  /** Returns the item's id where {@link #itemText()} is null. */
  long item() {
    return item;
  }

  /** Returns the item's id where it is not an integer, or null. */
  String itemText() {
    return itemText;
  }

  float rating() {
    return rating;
  }

  long time() {
    return time;
  }

  /**
   * Parses the line.
   *
   * @throws InvalidInputException if it is bad
   */
  void parse() {
    bytes = lines.buffer();
    int found = locate(lines.start(), lines.end());
    if (found != layout.columns()) {
      throw new InvalidInputException(
          lines.file()
              + ":"
              + lines.line()
              + ": found "
              + found
              + (found == 1 ? " column" : " columns")
              + " in '"
              + Fields.shown(lines.text(StandardCharsets.UTF_8))
              + "', expected "
              + layout.columns());
    }
    if (layout.user() < 0) {
      user = -1;
      userText = ONE_USER;
    } else {
      user = id(layout.user(), "user");
      userText = user < 0 ? idText(layout.user(), "user") : null;
    }
    item = id(layout.item(), "item");
    itemText = item < 0 ? idText(layout.item(), "item") : null;
    rating = number(layout.rating());
    time = layout.time() < 0 ? 0 : integer(layout.time());
  }

  /** Finds where the columns are and returns how many there are. */
  private int locate(int from, int to) {
    int column = 0;
    int start = from;
    for (int k = from; k < to; k++) {
      if (bytes[k] == '"' && layout.quotes()) {
        return locateQuoted();
      }
      if (bytes[k] == delimiter[0] && matches(k, to)) {
        put(column++, start, k);
        start = k + delimiter.length;
        k = start - 1;
      }
    }
    put(column++, start, to);
    return column;
  }

  private boolean matches(int at, int to) {
    return delimiter.length == 1
        || (at + delimiter.length <= to
            && Arrays.equals(bytes, at, at + delimiter.length, delimiter, 0, delimiter.length));
  }

  private void put(int column, int start, int end) {
    if (column < starts.length) {
      int first = start;
      int last = end;
      while (first < last && bytes[first] == ' ') {
        first++;
      }
      while (last > first && bytes[last - 1] == ' ') {
        last--;
      }
      starts[column] = first;
      ends[column] = last;
    }
  }

  /** Unquotes the fields into an array of their own. */
  private int locateQuoted() {
    String line = Fields.decode(lines.buffer(), lines.start(), lines.end());
    if (line == null) {
      throw new InvalidInputException(
          lines.file()
              + ":"
              + lines.line()
              + ": found '"
              + Fields.shown(lines.text(StandardCharsets.UTF_8))
              + "', expected UTF-8 text");
    }
    List<String> fields = Fields.splitQuoted(line, layout.delimiter());
    byte[][] encoded = new byte[fields.size()][];
    int length = 0;
    for (int k = 0; k < encoded.length; k++) {
      encoded[k] = fields.get(k).getBytes(StandardCharsets.UTF_8);
      length += encoded[k].length;
    }
    bytes = new byte[length];
    int at = 0;
    for (int k = 0; k < encoded.length; k++) {
      System.arraycopy(encoded[k], 0, bytes, at, encoded[k].length);
      put(k, at, at + encoded[k].length);
      at += encoded[k].length;
    }
    return fields.size();
  }

  /** Returns a positive integer id, or -1 for an id that is text. */
  private long id(int column, String what) {
    int start = starts[column];
    int end = ends[column];
    if (start == end) {
      throw bad(column, what, "an id");
    }
    long value = digits(start, end);
    if (value > 0 && bytes[start] != '0') {
      return value;
    }
    if (value == 0 || isNegative(start, end)) {
      throw bad(column, what, "a positive integer or text");
    }
    return -1;
  }

  private boolean isNegative(int start, int end) {
    int k = start + 1;
    while (k < end && bytes[k] >= '0' && bytes[k] <= '9') {
      k++;
    }
    return bytes[start] == '-' && k == end && k > start + 1;
  }

  private String idText(int column, String what) {
    String text = Fields.decode(bytes, starts[column], ends[column]);
    if (text == null) {
      throw bad(column, what, "UTF-8 text");
    }
    return text;
  }

  /**
   * Returns the value of a run of digits, or a negative number if there is anything else or it is
   * no long: 19 digits that pass the greatest long wrap once, to a negative number.
   */
  private long digits(int start, int end) {
    if (start == end || end - start > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int k = start; k < end; k++) {
      int digit = bytes[k] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private float number(int column) {
    int start = starts[column];
    int end = ends[column];
    int length = end - start;
    int whole = length > 0 ? bytes[start] - '0' : -1;
    if (whole >= 0 && whole <= 9) {
      if (length == 1) {
        return whole;
      }
      int tenths = length == 3 && bytes[start + 1] == '.' ? bytes[start + 2] - '0' : -1;
      if (tenths == 0 || tenths == 5) {
        return whole + tenths * 0.1f;
      }
    }
    String text = text(column);
    float value = DECIMAL.matcher(text).matches() ? Float.parseFloat(text) : Float.NaN;
    if (!Float.isFinite(value)) {
      throw bad(column, "rating", "a finite number");
    }
    return value;
  }

  private long integer(int column) {
    int start = starts[column];
    int end = ends[column];
    boolean negative = start < end && bytes[start] == '-';
    long value = digits(negative ? start + 1 : start, end);
    if (value < 0) {
      throw bad(column, "time", "whole seconds since 1970");
    }
    return negative ? -value : value;
  }

  private String text(int column) {
    return new String(bytes, starts[column], ends[column] - starts[column], StandardCharsets.UTF_8);
  }

  private InvalidInputException bad(int column, String what, String expected) {
    return new InvalidInputException(
        lines.file()
            + ":"
            + lines.line()
            + ": column "
            + (column + 1)
            + " ("
            + what
            + "): found '"
            + Fields.shown(text(column))
            + "', expected "
            + expected);
  }
}
