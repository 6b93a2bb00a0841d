package io.gravmf.data.items;

import io.gravmf.data.IdMap;

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
  private final int words;

  /**
   * Wraps arrays.
   *
   * @param titles a title for each row, null where there is none
   * @param flags a bit for each genre of a row, that of genre 0 the lowest of its first word; a row
   *     has {@link #words} of them
   * @throws IllegalArgumentException if the lengths do not fit each other
   */
  public Items(Genres genres, String[] titles, long[] flags) {
    words = words(genres.size());
    if ((long) titles.length * words != flags.length) {
      throw new IllegalArgumentException(
          titles.length + " titles, " + flags.length + " flags, " + genres.size() + " genres");
    }
    this.genres = genres;
    this.titles = titles.clone();
    this.flags = flags.clone();
  }

  /** Returns how many words the flags of a row take: one for 64 genres, and at least one. */
  public static int words(int genres) {
    return Math.max(1, (genres + Long.SIZE - 1) / Long.SIZE);
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
    return (flags[row * words + genre / Long.SIZE] >>> genre & 1) != 0;
  }

  /** Returns how many genres a row has. */
  public int genreCount(int row) {
    int count = 0;
    for (int k = row * words; k < (row + 1) * words; k++) {
      count += Long.bitCount(flags[k]);
    }
    return count;
  }
}
