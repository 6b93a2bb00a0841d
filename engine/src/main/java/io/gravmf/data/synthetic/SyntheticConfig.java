package io.gravmf.data.synthetic;

import io.gravmf.data.InvalidInputException;

/**
 * What to generate.
 *
 * @param users number of users; each gives at least one rating, and at least 20 where the ratings
 *     suffice
 * @param items number of items
 * @param ratings number of ratings, exactly; no (user, item) pair occurs twice
 * @param seed the same seed gives the same ratings on every machine
 */
public record SyntheticConfig(int users, int items, long ratings, long seed) {

  /**
   * @throws InvalidInputException if the numbers do not fit each other
   */
  public SyntheticConfig {
    if (users < 1 || items < 1) {
      throw new InvalidInputException(
          "found " + users + " users and " + items + " items, expected 1 or more of each");
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
