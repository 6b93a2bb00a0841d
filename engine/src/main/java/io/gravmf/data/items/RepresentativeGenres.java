package io.gravmf.data.items;

import java.util.Arrays;

/**
 * The one genre by which each item is counted and coloured, chosen from its flags by a {@link
 * Rule}.
 */
public final class RepresentativeGenres {

  /** How to choose where an item has several genres. */
  public enum Rule {
    /**
     * As the notebook does, whose counts are the reference: the last place of NumPy's {@code
     * argsort} of the flags. Its default quicksort is not stable, so which of an item's genres
     * comes last depends on the algorithm and is nothing that the data says; see {@link
     * NumpyArgsort}.
     */
    NOTEBOOK,
    /** The last genre that is set, which a stable sort gives. */
    LAST
  }

  private final int[] genres;
  private final int[] counts;
  private final int rowsWithSeveral;

  private RepresentativeGenres(Items items, Rule rule) {
    genres = new int[items.size()];
    counts = new int[items.genres().size()];
    int several = 0;
    boolean[] flags = new boolean[counts.length];
    for (int row = 0; row < genres.length; row++) {
      for (int genre = 0; genre < flags.length; genre++) {
        flags[genre] = items.has(row, genre);
      }
      int set = items.genreCount(row);
      genres[row] = set == 0 ? -1 : choose(flags, rule);
      if (set > 0) {
        counts[genres[row]]++;
      }
      several += set > 1 ? 1 : 0;
    }
    rowsWithSeveral = several;
  }

  /** Chooses each item's genre. */
  public static RepresentativeGenres of(Items items, Rule rule) {
    return new RepresentativeGenres(items, rule);
  }

  private static int choose(boolean[] flags, Rule rule) {
    if (rule == Rule.NOTEBOOK) {
      return NumpyArgsort.last(flags);
    }
    int genre = flags.length - 1;
    while (!flags[genre]) {
      genre--;
    }
    return genre;
  }

  /** Returns a row's genre, or -1 where it has none. */
  public int genre(int row) {
    return genres[row];
  }

  /** Returns how many rows each genre represents; rows without a genre are in none. */
  public int[] counts() {
    return counts.clone();
  }

  /** Returns how many rows have more than one genre, so that one of them had to represent it. */
  public int rowsWithSeveral() {
    return rowsWithSeveral;
  }

  /** Returns the rows that have no genre. */
  public int[] rowsWithout() {
    int[] rows = new int[genres.length];
    int count = 0;
    for (int row = 0; row < genres.length; row++) {
      if (genres[row] < 0) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
