package io.gravmf.cli.query;

import io.gravmf.data.Ratings;
import java.util.HashMap;
import java.util.Map;

/** Ratings by pair of rows; of a pair that was rated twice, the last. */
public final class KnownTruth {

  private final Map<Long, Float> ratings = new HashMap<>();

  /** Takes ratings over a model's rows; null is none. */
  public KnownTruth(Ratings known) {
    for (int k = 0; known != null && k < known.size(); k++) {
      ratings.put(pair(known.users()[k], known.items()[k]), known.values()[k]);
    }
  }

  /** Returns what a user gave an item, or null where that is not known. */
  public Float of(int user, int item) {
    return ratings.get(pair(user, item));
  }

  private static long pair(int user, int item) {
    return (long) user << Integer.SIZE | item;
  }
}
