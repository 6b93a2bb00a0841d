package io.gravmf.data.items;

import java.util.List;

/**
 * What reading a file of items gave.
 *
 * @param items titles and genres
 * @param badLines how many lines were skipped as bad
 * @param firstBadLines what was wrong with the first few of them
 * @param notes what a person should know of how the file was understood, a line each
 */
public record ItemsResult(
    Items items, long badLines, List<String> firstBadLines, List<String> notes) {

  /** Copies the lists. */
  public ItemsResult {
    firstBadLines = List.copyOf(firstBadLines);
    notes = List.copyOf(notes);
  }
}
