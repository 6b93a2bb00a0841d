package io.gravmf.data.synthetic;

import io.gravmf.data.InvalidInputException;

/**
 * What to generate.
 *
 * @param users number of users, at most {@link #MOST_USERS}; each gives at least one rating, and at
 *     least 20 where the ratings suffice
 * @param items number of items, at most {@link #MOST_ITEMS}
 * @param ratings number of ratings, exactly; no (user, item) pair occurs twice
 * @param seed the same seed gives the same ratings on every machine
 */
public record SyntheticConfig(int users, int items, long ratings, long seed) {

  /** Users take a dozen bytes each while ratings are generated. */
  public static final int MOST_USERS = 100_000_000;

  /** Items, with their titles and tastes, take some three hundred bytes each. */
  public static final int MOST_ITEMS = 10_000_000;

  /**
   * @throws InvalidInputException if the numbers do not fit each other
   */
  public SyntheticConfig {
    if (users < 1 || items < 1) {
      throw new InvalidInputException(
          "found " + users + " users and " + items + " items, expected 1 or more of each");
    }
    if (users > MOST_USERS || items > MOST_ITEMS) {
      throw new InvalidInputException(
          "found "
              + users
              + " users and "
              + items
              + " items, expected at most "
              + MOST_USERS
              + " and "
              + MOST_ITEMS);
    }
    long pairs = (long) users * items;
    if (ratings < users || ratings > pairs) {
      throw new InvalidInputException(
          "found "
              + ratings
              + " ratings, expected "
              + users
              + " (one a user) to "
              + pairs
              + " (each pair once)");
    }
  }
}
