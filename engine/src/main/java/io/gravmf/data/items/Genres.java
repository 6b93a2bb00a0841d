package io.gravmf.data.items;

import java.util.List;

/**
 * The names of genres, by index.
 *
 * @param names the names, index 0 first
 */
public record Genres(List<String> names) {

  /** MovieLens-100K's genres, in the order of its {@code u.genre}. */
  public static final Genres ML_100K =
      new Genres(
          List.of(
              "unknown",
              "Action",
              "Adventure",
              "Animation",
              "Children's",
              "Comedy",
              "Crime",
              "Documentary",
              "Drama",
              "Fantasy",
              "Film-Noir",
              "Horror",
              "Musical",
              "Mystery",
              "Romance",
              "Sci-Fi",
              "Thriller",
              "War",
              "Western"));

  /** Copies the list. */
  public Genres {
    names = List.copyOf(names);
  }

  /** Returns how many genres there are. */
  public int size() {
    return names.size();
  }
}
