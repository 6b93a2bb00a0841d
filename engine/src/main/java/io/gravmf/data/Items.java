package io.gravmf.data;

import java.util.Arrays;

/**
 * Titles and genres of items, by item row.
 *
 * <p>Rows are those of an {@link IdMap}; a row that the items file does not mention has no title
 * and no genre.
 */
public final class Items {

  private final Genres genres;
  private final String[] titles;
  private final long[] flags;

  /**
   * Wraps arrays of equal length.
   *
   * @param titles a title for each row, null where there is none
   * @param flags a bit for each genre of a row, that of genre 0 the lowest
   * @throws IllegalArgumentException if the lengths differ or there are more than 64 genres
   */
  public Items(Genres genres, String[] titles, long[] flags) {
    if (titles.length != flags.length || genres.size() > Long.SIZE) {
      throw new IllegalArgumentException(
          titles.length + " titles, " + flags.length + " flags, " + genres.size() + " genres");
    }
    this.genres = genres;
    this.titles = titles.clone();
    this.flags = flags.clone();
  }

  /** Returns the number of rows. */
  public int size() {
    return titles.length;
  }

  /** Returns the genres' names. */
  public Genres genres() {
    return genres;
  }

  /** Returns a row's title, or null where it has none. */
  public String title(int row) {
    return titles[row];
  }

  /** Returns whether a row has a genre. */
  public boolean has(int row, int genre) {
    return (flags[row] >>> genre & 1) != 0;
  }

  /** Returns how many genres a row has. */
  public int genreCount(int row) {
    return Long.bitCount(flags[row]);
  }

  /** Returns a row's representative genre, the last one that is set, or -1 where none is. */
  public int representativeGenre(int row) {
    return flags[row] == 0 ? -1 : Long.SIZE - 1 - Long.numberOfLeadingZeros(flags[row]);
  }

  /** Returns how many rows each genre represents; rows without a genre are in none. */
  public int[] representativeCounts() {
    int[] counts = new int[genres.size()];
    for (int row = 0; row < flags.length; row++) {
      if (flags[row] != 0) {
        counts[representativeGenre(row)]++;
      }
    }
    return counts;
  }

  /** Returns how many rows have more than one genre, so that one of them had to represent it. */
  public int rowsWithSeveralGenres() {
    int count = 0;
    for (long set : flags) {
      if (Long.bitCount(set) > 1) {
        count++;
      }
    }
    return count;
  }

  /** Returns the rows that have no genre. */
  public int[] rowsWithoutGenre() {
    int[] rows = new int[size()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (flags[row] == 0) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
