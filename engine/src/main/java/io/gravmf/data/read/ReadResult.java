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
 * @param notes what a person should know of how the file was understood, a line each
 */
public record ReadResult(
    Ratings ratings,
    String format,
    long lines,
    long duplicates,
    long badLines,
    List<String> firstBadLines,
    long unknown,
    List<String> notes) {

  /** Copies the lists. */
  public ReadResult {
    notes = List.copyOf(notes);
    firstBadLines = List.copyOf(firstBadLines);
  }
}
