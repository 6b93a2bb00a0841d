package io.gravmf.data.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds what separates the fields of a file in its first lines. */
public final class Delimiters {

  private static final int LINES = 50;

  /** Those that hardly occur inside fields first. */
  private static final List<String> CANDIDATES = List.of("::", "\t", ";", "|", ",");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?");

  private Delimiters() {}

  /**
   * A candidate.
   *
   * @param support how many lines have the same number of fields, at least as many as are wanted
   * @param numbers how many of these have a field that is a number
   */
  private record Candidate(String delimiter, int support, int numbers) {}

  /**
   * Returns what most lines have equally often, outside quotes; blanks where nothing else is.
   *
   * @param head a file's first lines
   * @param columns how many columns it has at least
   * @param comment the character that a comment starts with, or 0
   */
  public static String find(LineReader head, int columns, char comment) {
    List<String> lines = new ArrayList<>();
    while (lines.size() < LINES && head.advance()) {
      String line = head.latin1();
      if (!line.isBlank() && (comment == 0 || line.stripLeading().charAt(0) != comment)) {
        lines.add(line);
      }
    }
    return CANDIDATES.stream()
        .map(delimiter -> candidate(delimiter, lines, columns))
        .max(Comparator.comparingInt(Candidate::support).thenComparingInt(Candidate::numbers))
        .filter(best -> best.support > 0)
        .map(Candidate::delimiter)
        .orElseGet(() -> ofFewerColumns(lines));
  }

  /** For messages on files that have too few columns by any delimiter. */
  private static String ofFewerColumns(List<String> lines) {
    if (lines.isEmpty()) {
      return ",";
    }
    String first = lines.get(0);
    return CANDIDATES.stream()
        .filter(delimiter -> fields(first, delimiter).size() > 1)
        .findFirst()
        .orElse(first.strip().indexOf(' ') > 0 ? Dialect.BLANKS : ",");
  }

  private static Candidate candidate(String delimiter, List<String> lines, int columns) {
    Map<Integer, int[]> supportAndNumbers = new HashMap<>();
    for (String line : lines) {
      List<String> fields = fields(line, delimiter);
      if (fields.size() >= columns) {
        int[] counts = supportAndNumbers.computeIfAbsent(fields.size(), size -> new int[2]);
        counts[0]++;
        counts[1] += fields.stream().anyMatch(Delimiters::isNumber) ? 1 : 0;
      }
    }
    int[] best = supportAndNumbers.values().stream().max(Arrays::compare).orElse(new int[2]);
    return new Candidate(delimiter, best[0], best[1]);
  }

  /** Returns whether a field is a number, its decimals behind a dot or a comma. */
  public static boolean isNumber(String field) {
    return field.length() < 64 && NUMBER.matcher(field.strip()).matches();
  }

  /** Divides a line outside quotes, which are left out; one that is never closed is text. */
  private static List<String> fields(String line, String delimiter) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    while (start <= line.length()) {
      int open = start;
      while (open < line.length() && line.charAt(open) == ' ') {
        open++;
      }
      int close = open < line.length() && line.charAt(open) == '"' ? close(line, open) : -1;
      int end = line.indexOf(delimiter, close < 0 ? start : close);
      end = end < 0 ? line.length() : end;
      fields.add(close < 0 ? line.substring(start, end) : line.substring(open + 1, close));
      start = end + delimiter.length();
    }
    return fields;
  }

  private static int close(String line, int open) {
    int close = line.indexOf('"', open + 1);
    while (close >= 0 && close + 1 < line.length() && line.charAt(close + 1) == '"') {
      close = line.indexOf('"', close + 2);
    }
    return close;
  }
}
