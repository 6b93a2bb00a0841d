package io.gravmf.features;

import io.gravmf.data.text.Delimiters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a file as text, and the features that it gives: numbers are brought to mean 0 and
 * deviation 1, unless they are flags; text of few kinds is a flag a kind, a cell having several
 * where bars separate them; text of many kinds that ends with a year, such as a title or a date, is
 * that year. What is missing has the mean of the others.
 */
final class FeatureColumn {

  /** Kinds of text that are worth a flag each. */
  static final int MOST_KINDS = 64;

  private static final Pattern YEAR = Pattern.compile("(?<![0-9])((?:18|19|20)[0-9]{2})[^0-9]*$");

  /** Share of the cells that a year has to be found in. */
  private static final double DATED = 0.8;

  /** What a column is. */
  enum Kind {
    /** Nothing, or always the same. */
    EMPTY,
    NUMBER,
    FLAG,
    KINDS,
    YEAR,
    /** Text of many kinds. */
    TEXT
  }

  private final String[] cells;
  private final boolean hasParts;
  private final Kind kind;

  /**
   * @param cells by row, null where there is none
   * @param hasParts whether a bar separates several kinds in a cell
   */
  FeatureColumn(String[] cells, boolean hasParts) {
    this.cells = cells;
    this.hasParts = hasParts;
    kind = find();
  }

  Kind kind() {
    return kind;
  }

  private Kind find() {
    List<String> known = Arrays.stream(cells).filter(Objects::nonNull).toList();
    if (known.stream().distinct().count() < 2) {
      return Kind.EMPTY;
    }
    if (known.stream().allMatch(FeatureColumn::isNumber)) {
      if (known.stream().map(FeatureColumn::number).filter(Double::isFinite).distinct().count()
          < 2) {
        return Kind.EMPTY;
      }
      boolean flags = known.stream().allMatch(cell -> cell.equals("0") || cell.equals("1"));
      return flags ? Kind.FLAG : Kind.NUMBER;
    }
    if (kinds().size() <= MOST_KINDS) {
      return Kind.KINDS;
    }
    long dated = known.stream().filter(cell -> YEAR.matcher(cell).find()).count();
    return dated >= DATED * known.size() ? Kind.YEAR : Kind.TEXT;
  }

  private static boolean isNumber(String cell) {
    return Delimiters.isNumber(cell) && cell.indexOf(',') < 0;
  }

  /** Returns a cell's number; one that float32 cannot hold is not known. */
  private static double number(String cell) {
    double value = Double.parseDouble(cell.strip());
    return Float.isFinite((float) value) ? value : Double.NaN;
  }

  private Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    for (String cell : cells) {
      if (cell != null) {
        kinds.addAll(parts(cell));
      }
    }
    return kinds;
  }

  private List<String> parts(String cell) {
    return hasParts ? List.of(cell.split("\\|")) : List.of(cell);
  }

  /** Returns the features, each with a number a row. */
  List<double[]> features() {
    return switch (kind) {
      case EMPTY, TEXT -> List.of();
      case FLAG -> List.of(filled(numbers(false), false));
      case NUMBER -> List.of(filled(numbers(false), true));
      case YEAR -> List.of(filled(numbers(true), true));
      case KINDS -> flags();
    };
  }

  private double[] numbers(boolean years) {
    double[] numbers = new double[cells.length];
    for (int row = 0; row < cells.length; row++) {
      numbers[row] = Double.NaN;
      if (cells[row] != null && !years) {
        numbers[row] = number(cells[row]);
      } else if (cells[row] != null) {
        Matcher year = YEAR.matcher(cells[row]);
        numbers[row] = year.find() ? Double.parseDouble(year.group(1)) : Double.NaN;
      }
    }
    return numbers;
  }

  private List<double[]> flags() {
    List<double[]> flags = new ArrayList<>();
    for (String one : kinds()) {
      double[] flag = new double[cells.length];
      for (int row = 0; row < cells.length; row++) {
        flag[row] = cells[row] == null ? Double.NaN : parts(cells[row]).contains(one) ? 1 : 0;
      }
      flags.add(filled(flag, false));
    }
    return flags;
  }

  /** Puts the mean of the others where a number is missing, and brings them to mean 0. */
  private static double[] filled(double[] numbers, boolean scaled) {
    double[] known = Arrays.stream(numbers).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(known).average().orElse(0);
    double variance = Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    double scale = scaled && variance > 0 ? 1 / Math.sqrt(variance) : 1;
    return Arrays.stream(numbers).map(x -> Double.isFinite(x) ? scale * (x - mean) : 0).toArray();
  }
}
