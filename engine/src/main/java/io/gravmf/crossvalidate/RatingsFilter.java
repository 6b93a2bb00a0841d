package io.gravmf.crossvalidate;

import io.gravmf.data.Ratings;
import io.gravmf.data.RowSubset;
import java.util.function.IntPredicate;

/** Leaves out ratings before they are divided, as published protocols do. */
public final class RatingsFilter {

  private RatingsFilter() {}

  /** Returns the ratings of a value or more, over the same users and items. */
  public static Ratings atLeast(Ratings ratings, double value) {
    return select(ratings, k -> ratings.values()[k] >= value);
  }

  /**
   * Returns the ratings of users who have so many, without the other users, and without items that
   * then have no ratings.
   *
   * @param count how many; at least 1
   */
  public static Ratings ofUsersWith(Ratings ratings, int count) {
    int[] counts = new int[ratings.userCount()];
    for (int user : ratings.users()) {
      counts[user]++;
    }
    boolean[] users = new boolean[counts.length];
    boolean[] items = new boolean[ratings.itemCount()];
    for (int k = 0; k < ratings.size(); k++) {
      int user = ratings.users()[k];
      users[user] = counts[user] >= count;
      items[ratings.items()[k]] |= users[user];
    }
    return RowSubset.select(
        ratings, RowSubset.of(ratings.userIds(), users), RowSubset.of(ratings.itemIds(), items));
  }

  private static Ratings select(Ratings ratings, IntPredicate kept) {
    int[] places = new int[ratings.size()];
    int count = 0;
    for (int k = 0; k < places.length; k++) {
      places[count] = k;
      count += kept.test(k) ? 1 : 0;
    }
    return ratings.select(places, 0, count);
  }
}
