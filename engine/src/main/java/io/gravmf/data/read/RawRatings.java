package io.gravmf.data.read;

import io.gravmf.data.IdInterner;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.LineReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ratings of one file, with users and items numbered in the order of their appearance. */
final class RawRatings {

  private static final int SHOWN_BAD_LINES = 5;
  private static final int INITIAL_CAPACITY = 1 << 16;
  private static final int MAX_RATINGS = Integer.MAX_VALUE - 8;

  private final Layout layout;
  private final IdInterner users = new IdInterner();
  private final IdInterner items = new IdInterner();
  private int[] userNumbers = new int[INITIAL_CAPACITY];
  private int[] itemNumbers = new int[INITIAL_CAPACITY];
  private float[] values = new float[INITIAL_CAPACITY];
  private long[] times;
  private int size;
  private long lineCount;
  private long badLines;
  private final List<String> firstBadLines = new ArrayList<>();

  private RawRatings(Layout layout, boolean keepTimestamps) {
    this.layout = layout;
    if (keepTimestamps && layout.time() >= 0) {
      times = new long[INITIAL_CAPACITY];
    }
  }

  /** Finds the layout of a file from its first line. */
  interface LayoutFinder {
    Layout find(String place, String firstLine, ReadOptions options);
  }

  static RawRatings read(Path file, ReadOptions options) {
    return read(file, options, Layout::of);
  }

  static RawRatings read(Path file, ReadOptions options, LayoutFinder finder) {
    try (LineReader lines = new LineReader(file)) {
      boolean found = lines.advance();
      while (found && lines.start() == lines.end()) {
        found = lines.advance();
      }
      if (!found) {
        throw new InvalidInputException(file + ": the file has blank lines only, expected ratings");
      }
      String place = file + ":" + lines.line();
      Layout layout = finder.find(place, lines.text(StandardCharsets.UTF_8), options);
      RawRatings raw = new RawRatings(layout, options.keepTimestamps());
      RatingLine line = new RatingLine(lines, layout);
      if (layout.header()) {
        found = lines.advance();
      }
      for (; found; found = lines.advance()) {
        if (lines.start() < lines.end()) {
          raw.add(file, line, options.skipBadLines());
        }
      }
      raw.requireSome(file);
      raw.lineCount = lines.line();
      raw.trim();
      return raw;
    }
  }

  private void add(Path file, RatingLine line, boolean skipBadLines) {
    try {
      line.parse();
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
      grow(file);
    }
    userNumbers[size] =
        line.userText() == null ? users.number(line.user()) : users.number(line.userText());
    itemNumbers[size] =
        line.itemText() == null ? items.number(line.item()) : items.number(line.itemText());
    values[size] = line.rating();
    if (times != null) {
      times[size] = line.time();
    }
    size++;
  }

  private void grow(Path file) {
    if (size == MAX_RATINGS) {
      throw new InvalidInputException(
          file + ": more than " + MAX_RATINGS + " ratings, the most that one file can have");
    }
    int capacity = (int) Math.min(MAX_RATINGS, size + (size / 2L));
    userNumbers = Arrays.copyOf(userNumbers, capacity);
    itemNumbers = Arrays.copyOf(itemNumbers, capacity);
    values = Arrays.copyOf(values, capacity);
    if (times != null) {
      times = Arrays.copyOf(times, capacity);
    }
  }

  /** Gives back what the arrays have too much, one at a time. */
  private void trim() {
    userNumbers = Arrays.copyOf(userNumbers, size);
    itemNumbers = Arrays.copyOf(itemNumbers, size);
    values = Arrays.copyOf(values, size);
    if (times != null) {
      times = Arrays.copyOf(times, size);
    }
  }

  private void requireSome(Path file) {
    if (size == 0) {
      throw new InvalidInputException(
          badLines > 0
              ? file + ": all " + badLines + " lines are bad; the first: " + firstBadLines.get(0)
              : file + ": the file has a header only, expected ratings");
    }
  }

  Layout layout() {
    return layout;
  }

  IdInterner users() {
    return users;
  }

  IdInterner items() {
    return items;
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
    return times;
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
}
