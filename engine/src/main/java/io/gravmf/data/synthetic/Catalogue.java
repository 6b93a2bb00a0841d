package io.gravmf.data.synthetic;

import io.gravmf.data.items.Genres;
import io.gravmf.data.items.Items;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/** Invented films: titles with years, and genres about as frequent as in MovieLens-100K. */
final class Catalogue {

  /** Chances in a thousand of each genre as a film's first, by index. */
  private static final int[] GENRE_CHANCES = {
    1, 120, 50, 25, 50, 200, 50, 35, 270, 10, 10, 40, 20, 20, 40, 25, 20, 10, 4
  };

  private static final int GENRE_CHANCES_SUM = 1000;
  private static final double SECOND_GENRE = 0.5;
  private static final double THIRD_GENRE = 0.2;

  private static final String[] FIRST = {
    "Amber", "Broken", "Crimson", "Distant", "Electric", "Final", "Golden", "Hidden", "Iron",
    "Last", "Lonely", "Midnight", "Paper", "Quiet", "Restless", "Secret", "Silent", "Stolen",
    "Summer", "Winter"
  };
  private static final String[] SECOND = {
    "Bridge", "Caravan", "Detective", "Empire", "Garden", "Harbour", "Horizon", "Letter", "Mirror",
    "Mountain", "Orchard", "Passenger", "Promise", "River", "Shadow", "Station", "Storm",
        "Stranger",
    "Valley", "Window"
  };
  private static final int FIRST_YEAR = 1940;
  private static final int YEARS = 60;

  private Catalogue() {}

  static Items items(int count, UniformRandomProvider random) {
    String[] titles = new String[count];
    long[] flags = new long[count];
    Map<String, Integer> parts = new HashMap<>();
    for (int item = 0; item < count; item++) {
      flags[item] = genres(random);
      titles[item] = title(parts, random);
    }
    return new Items(Genres.ML_100K, titles, flags);
  }

  private static long genres(UniformRandomProvider random) {
    long flags = 1L << genre(random);
    if (flags != 1 && random.nextDouble() < SECOND_GENRE) {
      flags |= 1L << genre(random);
      if (random.nextDouble() < THIRD_GENRE) {
        flags |= 1L << genre(random);
      }
    }
    // "unknown" stands alone.
    return flags == 1 ? flags : flags & ~1L;
  }

  private static int genre(UniformRandomProvider random) {
    int at = random.nextInt(GENRE_CHANCES_SUM);
    int genre = 0;
    while (at >= GENRE_CHANCES[genre]) {
      at -= GENRE_CHANCES[genre++];
    }
    return genre;
  }

  /** Numbers a title that is taken, as sequels are. */
  private static String title(Map<String, Integer> parts, UniformRandomProvider random) {
    String words =
        FIRST[random.nextInt(FIRST.length)] + " " + SECOND[random.nextInt(SECOND.length)];
    int year = FIRST_YEAR + random.nextInt(YEARS);
    String end = (random.nextInt(3) == 0 ? ", The" : "") + " (" + year + ")";
    int part = parts.merge(words + end, 1, Integer::sum);
    return words + (part == 1 ? "" : " " + part) + end;
  }
}
