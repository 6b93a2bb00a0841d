package io.gravmf.data.read;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.TextOptions;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * How to read a ratings file.
 *
 * @param format the layout, or {@link RatingsFormat#AUTO}
 * @param columns the columns of user, item, rating and, if a fourth is given, time: each a name of
 *     the header or a number counted from 1; empty to recognise them
 * @param delimiter what separates columns in delimited text, a blank for any run of blanks and
 *     tabs; null to recognise it
 * @param decimal what precedes a rating's decimals, a dot or a comma
 * @param header whether the first line names the columns; null to recognise it
 * @param quotes whether double quotes enclose fields; null to recognise it
 * @param comments whether lines that start with {@code #} are comments
 * @param skipBadLines count and report bad lines instead of failing at the first; the first line,
 *     which shows the layout, must be good all the same
 * @param keepTimestamps read and keep the times, 8 bytes a rating, which a split by time needs
 * @param text how the file is packed and encoded
 */
public record ReadOptions(
    RatingsFormat format,
    List<String> columns,
    Character delimiter,
    char decimal,
    Boolean header,
    Boolean quotes,
    boolean comments,
    boolean skipBadLines,
    boolean keepTimestamps,
    TextOptions text) {

  /** Everything recognised from the file, bad lines are errors, no timestamps. */
  public static final ReadOptions DEFAULT = builder().build();

  /**
   * @throws InvalidInputException if the number of columns is not 0, 3 or 4, one is given twice,
   *     the delimiter cannot be one, or the format fixes the columns or the delimiter given
   */
  public ReadOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(text, "text");
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
    if (decimal != '.' && decimal != ',') {
      throw new InvalidInputException(
          "decimal: found '" + decimal + "', expected a dot or a comma");
    }
    if (delimiter != null && delimiter == decimal) {
      throw new InvalidInputException(
          "decimal: found '" + decimal + "', which is the delimiter too, expected another");
    }
    boolean fixed = format != RatingsFormat.AUTO && format != RatingsFormat.CSV;
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

  /** Returns whether nothing was said of the columns. */
  boolean areColumnsFree() {
    return columns.isEmpty() && delimiter == null;
  }

  /** Returns these options with timestamps kept or not. */
  public ReadOptions withTimestamps(boolean keep) {
    return new ReadOptions(
        format, columns, delimiter, decimal, header, quotes, comments, skipBadLines, keep, text);
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
    private char decimal = '.';
    private Boolean header;
    private Boolean quotes;
    private boolean comments = true;
    private boolean skipBadLines;
    private boolean keepTimestamps;
    private TextOptions text = TextOptions.DEFAULT;

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

    /** Sets what separates columns; a blank stands for any run of blanks and tabs. */
    public Builder delimiter(Character value) {
      delimiter = value;
      return this;
    }

    /** Sets what precedes a rating's decimals, a dot or a comma. */
    public Builder decimal(char value) {
      decimal = value;
      return this;
    }

    /** Sets whether the first line names the columns, null to recognise it. */
    public Builder header(Boolean value) {
      header = value;
      return this;
    }

    /** Sets whether double quotes enclose fields, null to recognise it. */
    public Builder quotes(Boolean value) {
      quotes = value;
      return this;
    }

    /** Sets whether lines that start with {@code #} are comments. */
    public Builder comments(boolean value) {
      comments = value;
      return this;
    }

    /** Sets whether bad lines are counted and left out instead of being errors. */
    public Builder skipBadLines(boolean value) {
      skipBadLines = value;
      return this;
    }

    /** Sets whether times are read and kept. */
    public Builder keepTimestamps(boolean value) {
      keepTimestamps = value;
      return this;
    }

    /** Sets the encoding, null to recognise it. */
    public Builder encoding(Charset value) {
      text = text.withEncoding(value);
      return this;
    }

    /** Sets how the file is packed and encoded. */
    public Builder text(TextOptions value) {
      text = value;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws InvalidInputException if they contradict each other
     */
    public ReadOptions build() {
      return new ReadOptions(
          format,
          columns,
          delimiter,
          decimal,
          header,
          quotes,
          comments,
          skipBadLines,
          keepTimestamps,
          text);
    }
  }
}
