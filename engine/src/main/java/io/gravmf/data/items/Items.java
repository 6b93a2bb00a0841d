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
}
