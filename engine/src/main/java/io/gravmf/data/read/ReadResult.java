package io.gravmf.data.read;

import io.gravmf.data.Ratings;
import java.util.List;

/**
 * What reading a ratings file gave.
 *
 * @param ratings the ratings, in the file's order
 * @param format the layout in words
 * @param lines how many lines the file has, header and blank ones included
 * @param duplicates how many ratings repeat an earlier (user, item) pair; they all count
 * @param badLines how many lines were skipped as bad
 * @param firstBadLines what was wrong with the first few of them
 * @param unknown how many ratings were left out because a model or another file does not know their
 *     user or item
 */
public record ReadResult(
    Ratings ratings,
    String format,
    long lines,
    long duplicates,
    long badLines,
    List<String> firstBadLines,
    long unknown) {

  /** Copies the list. */
  public ReadResult {
    firstBadLines = List.copyOf(firstBadLines);
  }
}
