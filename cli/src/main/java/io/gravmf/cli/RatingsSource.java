package io.gravmf.cli;

import io.gravmf.data.Ratings;
import java.util.Arrays;

/**
 * Ratings as they were read: in one piece, or in the two that two files give.
 *
 * @param name where they are from, in a few words
 * @param ratings the ratings of the first file
 * @param validation those of the second, over the same users and items; null without one
 */
record RatingsSource(String name, Ratings ratings, Ratings validation) {

  /** Returns the ratings of both files. */
  Ratings all() {
    if (validation == null) {
      return ratings;
    }
    int size = ratings.size() + validation.size();
    int[] users = Arrays.copyOf(ratings.users(), size);
    int[] items = Arrays.copyOf(ratings.items(), size);
    float[] values = Arrays.copyOf(ratings.values(), size);
    System.arraycopy(validation.users(), 0, users, ratings.size(), validation.size());
    System.arraycopy(validation.items(), 0, items, ratings.size(), validation.size());
    System.arraycopy(validation.values(), 0, values, ratings.size(), validation.size());
    return new Ratings(users, items, values, null, ratings.userIds(), ratings.itemIds());
  }
}
