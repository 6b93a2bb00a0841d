package io.gravmf.data.read;

import io.gravmf.data.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * How to read a ratings file.
 *
 * @param format the layout, or {@link RatingsFormat#AUTO}
 * @param columns the columns of user, item, rating and, if a fourth is given, time: each a name of
 *     the header or a number counted from 1; empty to recognise them
 * @param delimiter what separates columns in delimited text, or null to recognise it
 * @param skipBadLines count and report bad lines instead of failing at the first; the first line,
 *     which shows the layout, must be good all the same
 * @param keepTimestamps keep the times, 8 bytes a rating, which a split by time needs
 */
public record ReadOptions(
    RatingsFormat format,
    List<String> columns,
    Character delimiter,
    boolean skipBadLines,
    boolean keepTimestamps) {

  /** Everything recognised from the file, bad lines are errors, no timestamps. */
  public static final ReadOptions DEFAULT = builder().build();

  /**
   * @throws InvalidInputException if the number of columns is not 0, 3 or 4, one is given twice,
   *     the delimiter cannot be one, or the format fixes the columns or the delimiter given
   */
  public ReadOptions {
    Objects.requireNonNull(format, "format");
    columns = List.copyOf(columns);
    if (!columns.isEmpty() && columns.size() != 3 && columns.size() != 4) {
      throw new InvalidInputException(
          "columns: found "
              + String.join(",", columns)
              + ", expected three or four: user, item, rating and perhaps time");
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new InvalidInputException(
          "columns: found " + String.join(",", columns) + ", expected each once");
    }
    if (delimiter != null && !canDelimit(delimiter)) {
      throw new InvalidInputException(
          "delimiter: found "
              + (delimiter < ' ' ? "a control character" : "'" + delimiter + "'")
              + ", expected a tab or a character other than a quote, letter, digit, sign or dot");
    }
    boolean fixed = format == RatingsFormat.ML_100K || format == RatingsFormat.ML_1M;
    if (fixed && (delimiter != null || !columns.isEmpty())) {
      throw new InvalidInputException(
          "format: found "
              + format
              + " with "
              + (delimiter != null ? "a delimiter" : "columns")
              + ", expected neither columns nor a delimiter, which it fixes; name them with CSV");
    }
  }

  private static boolean canDelimit(char c) {
    boolean text = c >= ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    return c == '\t' || (text && "\"'+-.".indexOf(c) < 0);
  }

  /** Returns these options with timestamps kept or not. */
  public ReadOptions withTimestamps(boolean keep) {
    return new ReadOptions(format, columns, delimiter, skipBadLines, keep);
  }

  /** Starts from {@link #DEFAULT}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link ReadOptions}; not safe for use by several threads. */
  public static final class Builder {

    private RatingsFormat format = RatingsFormat.AUTO;
    private List<String> columns = List.of();
    private Character delimiter;
    private boolean skipBadLines;
    private boolean keepTimestamps;

    private Builder() {}

    /** Sets the layout. */
    public Builder format(RatingsFormat value) {
      format = value;
      return this;
    }

    /** Sets the columns of user, item, rating and perhaps time, by name or number from 1. */
    public Builder columns(String... values) {
      columns = List.of(values);
      return this;
    }

    /** Sets what separates columns. */
    public Builder delimiter(char value) {
      delimiter = value;
      return this;
    }

    /** Sets whether bad lines are counted and left out instead of being errors. */
    public Builder skipBadLines(boolean value) {
      skipBadLines = value;
      return this;
    }

    /** Sets whether times are kept. */
    public Builder keepTimestamps(boolean value) {
      keepTimestamps = value;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws InvalidInputException if they contradict each other
     */
    public ReadOptions build() {
      return new ReadOptions(format, columns, delimiter, skipBadLines, keepTimestamps);
    }
  }
}
