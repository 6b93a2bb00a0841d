package io.gravmf.data.read;

import io.gravmf.data.IdInterner;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.FieldReader;
import io.gravmf.data.text.LineReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ratings of one file, with users and items numbered in the order of their appearance. */
final class RawRatings {

  private static final int SHOWN_BAD_LINES = 5;
  private static final int INITIAL_CAPACITY = 1 << 16;
  private static final int MAX_RATINGS = Integer.MAX_VALUE - 8;

  private final Path file;
  private final Layout layout;
  private final NumberedIds users = new NumberedIds("user");
  private final NumberedIds items = new NumberedIds("item");
  private final Times times;
  private int[] userNumbers = new int[INITIAL_CAPACITY];
  private int[] itemNumbers = new int[INITIAL_CAPACITY];
  private float[] values = new float[INITIAL_CAPACITY];
  private long[] moments;
  private long scale = 1;
  private int size;
  private long lineCount;
  private long badLines;
  private final List<String> firstBadLines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private RawRatings(Path file, Layout layout, boolean keepTimestamps) {
    this.file = file;
    this.layout = layout;
    times = keepTimestamps && layout.time() >= 0 ? new Times() : null;
    moments = times == null ? null : new long[INITIAL_CAPACITY];
  }

  /**
   * Reads a file.
   *
   * @param mayLackUsers whether there may be two columns, those of item and rating
   */
  static RawRatings read(Path file, ReadOptions options, boolean mayLackUsers) {
    try (LineReader lines = new LineReader(file, options.text())) {
      Layout layout = new LayoutFinder(lines, options, mayLackUsers).find();
      RawRatings raw = new RawRatings(file, layout, options.keepTimestamps());
      raw.readAll(new FieldReader(lines, layout.dialect(), options.text(), layout.used()), options);
      return raw;
    }
  }

  private void readAll(FieldReader fields, ReadOptions options) {
    RatingLine line = new RatingLine(fields, layout, options, times);
    boolean found = fields.advance();
    while (found && fields.lines().line() < layout.firstLine()) {
      found = fields.advance();
    }
    if (found && layout.header()) {
      fields.split();
      found = fields.advance();
    }
    for (; found; found = fields.advance()) {
      add(line, fields.lines().line(), options.skipBadLines());
    }
    lineCount = fields.lines().lines();
    requireSome();
    requireEntries();
    trim();
    note(fields, line);
  }

  private void add(RatingLine line, long number, boolean skipBadLines) {
    try {
      if (!line.parse()) {
        return;
      }
      if (times != null && times.scale() != scale) {
        rescale();
      }
    } catch (InvalidInputException bad) {
      if (!skipBadLines) {
        throw bad;
      }
      badLines++;
      if (firstBadLines.size() < SHOWN_BAD_LINES) {
        firstBadLines.add(bad.getMessage());
      }
      return;
    }
    if (size == values.length) {
      grow();
    }
    userNumbers[size] = users.number(line.user(), number);
    itemNumbers[size] = items.number(line.item(), number);
    values[size] = line.rating();
    if (moments != null) {
      moments[size] = line.time();
    }
    size++;
  }

  /** Counts the times so far in the smaller unit that a fraction has asked for. */
  private void rescale() {
    scale = times.scale();
    for (int k = 0; k < size; k++) {
      try {
        moments[k] = Math.multiplyExact(moments[k], scale);
      } catch (ArithmeticException e) {
        throw new InvalidInputException(
            file
                + ": found the time "
                + moments[k]
                + " among times with fractions, expected "
                + Times.EXPECTED,
            e);
      }
    }
  }

  private void grow() {
    if (size == MAX_RATINGS) {
      throw new InvalidInputException(
          file + ": more than " + MAX_RATINGS + " ratings, the most that one file can have");
    }
    int capacity = (int) Math.min(MAX_RATINGS, size + (size / 2L));
    userNumbers = Arrays.copyOf(userNumbers, capacity);
    itemNumbers = Arrays.copyOf(itemNumbers, capacity);
    values = Arrays.copyOf(values, capacity);
    if (moments != null) {
      moments = Arrays.copyOf(moments, capacity);
    }
  }

  /** Gives back what the arrays have too much, one at a time. */
  private void trim() {
    userNumbers = Arrays.copyOf(userNumbers, size);
    itemNumbers = Arrays.copyOf(itemNumbers, size);
    values = Arrays.copyOf(values, size);
    if (moments != null) {
      moments = Arrays.copyOf(moments, size);
    }
  }

  private void requireSome() {
    if (size == 0) {
      throw new InvalidInputException(
          badLines > 0
              ? file + ": all " + badLines + " lines are bad; the first: " + firstBadLines.get(0)
              : file + ": the file has a header only, expected ratings");
    }
  }

  private void requireEntries() {
    if (layout.entries() >= 0 && layout.entries() != size + badLines) {
      throw new InvalidInputException(
          file
              + ": found "
              + (size + badLines)
              + " entries, expected the "
              + layout.entries()
              + " that its head names; is the file truncated?");
    }
  }

  private void note(FieldReader fields, RatingLine line) {
    users.note(notes, file);
    items.note(notes, file);
    if (line.strippedLine() > 0) {
      notes.add(
          file + ":" + line.strippedLine() + ": left out an invisible character around an id");
    }
    if (line.roundedLine() > 0) {
      notes.add(
          file
              + ":"
              + line.roundedLine()
              + ": the rating has more digits than are kept (float32), so it is rounded");
    }
    if (fields.latin1Since() > 0) {
      notes.add(
          "line "
              + fields.latin1Since()
              + " is not UTF-8, so the file was read as Latin-1 (--encoding says otherwise)");
    }
    if (fields.comments() > 0 && layout.dialect().comment() == '#') {
      notes.add(
          "left out "
              + fields.comments()
              + (fields.comments() == 1 ? " comment" : " comments")
              + " (#), the first in line "
              + fields.firstComment()
              + " (--no-comments if they are ratings)");
    }
    if (fields.literalQuotesSince() > 0) {
      notes.add(
          "quotes are part of the columns, as line "
              + fields.literalQuotesSince()
              + " shows (--quotes if they enclose columns)");
    }
  }

  Layout layout() {
    return layout;
  }

  IdInterner users() {
    return users.ids();
  }

  IdInterner items() {
    return items.ids();
  }

  int size() {
    return size;
  }

  int[] userNumbers() {
    return userNumbers;
  }

  int[] itemNumbers() {
    return itemNumbers;
  }

  float[] values() {
    return values;
  }

  long[] times() {
    return moments;
  }

  /** Returns how many lines the file has. */
  long lineCount() {
    return lineCount;
  }

  long badLines() {
    return badLines;
  }

  List<String> firstBadLines() {
    return firstBadLines;
  }

  /** Returns what a person should know of how the file was understood. */
  List<String> notes() {
    return notes;
  }
}
