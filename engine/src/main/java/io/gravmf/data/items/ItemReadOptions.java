package io.gravmf.data.items;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.TextOptions;
import java.util.List;
import java.util.Objects;

/**
 * How to read a file of items.
 *
 * @param genres the names of the flags of {@code u.item}; of other layouts' genres those not among
 *     them are added behind
 * @param columns the columns of id, title and, if a third is given, genres: names of the header or
 *     numbers from 1; empty to recognise them
 * @param delimiter what separates columns, or null to recognise it
 * @param header whether the first line names the columns; null to recognise it
 * @param quotes whether double quotes enclose fields; null to recognise it
 * @param skipBadLines count bad lines instead of failing at the first
 * @param text how the file is packed and encoded
 */
public record ItemReadOptions(
    Genres genres,
    List<String> columns,
    Character delimiter,
    Boolean header,
    Boolean quotes,
    boolean skipBadLines,
    TextOptions text) {

  /** What precedes the names of options in messages. */
  private static final String PREFIX = "--items-";

  /** Everything recognised from the file, genres as in MovieLens-100K. */
  public static final ItemReadOptions DEFAULT = of(Genres.ML_100K);

  /**
   * @throws InvalidInputException if the number of columns is not 0, 2 or 3
   */
  public ItemReadOptions {
    Objects.requireNonNull(genres, "genres");
    columns = List.copyOf(columns);
    text = text.withPrefix(PREFIX);
    if (!columns.isEmpty() && columns.size() != 2 && columns.size() != 3) {
      throw new InvalidInputException(
          PREFIX
              + "columns: found "
              + String.join(",", columns)
              + ", expected two or three: id, title and perhaps genres");
    }
  }

  /** Returns options that recognise everything and name the flags of {@code u.item}. */
  public static ItemReadOptions of(Genres genres) {
    return new ItemReadOptions(genres, List.of(), null, null, null, false, TextOptions.DEFAULT);
  }

  /** Returns these options with names for the flags of {@code u.item}. */
  public ItemReadOptions withGenres(Genres value) {
    return new ItemReadOptions(value, columns, delimiter, header, quotes, skipBadLines, text);
  }
}
