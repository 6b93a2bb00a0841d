package io.gravmf.data;

import java.util.List;
import java.util.Objects;

/**
 * How to read a ratings file.
 *
 * @param format the layout, or {@link RatingsFormat#AUTO}
 * @param columns the columns of user, item, rating and, if a fourth is given, time: each a name of
 *     the header or a number counted from 1; empty to recognise them
 * @param delimiter what separates columns in delimited text, or null to recognise it
 * @param skipBadLines count and report bad lines instead of failing at the first
 * @param keepTimestamps keep the times, 8 bytes a rating, which a split by time needs
 */
public record ReadOptions(
    RatingsFormat format,
    List<String> columns,
    Character delimiter,
    boolean skipBadLines,
    boolean keepTimestamps) {

  /** Everything recognised from the file, bad lines are errors, no timestamps. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(RatingsFormat.AUTO, List.of(), null, false, false);

  /**
   * @throws InvalidInputException if the number of columns is not 0, 3 or 4
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
  }

  /** Returns these options with timestamps kept or not. */
  public ReadOptions withTimestamps(boolean keep) {
    return new ReadOptions(format, columns, delimiter, skipBadLines, keep);
  }
}
