package io.gravmf.examples.service;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Who has rated what: what there was at first, and what came since. Safe for several threads. */
final class KnownRatings {

  /** How many users may be added, so that no client fills the memory. */
  private static final int MOST_ADDED = 10_000;

  private final ConcurrentNavigableMap<String, Map<String, Float>> byUser =
      new ConcurrentSkipListMap<>();
  private final int most;

  KnownRatings(Ratings ratings) {
    Map<String, Map<String, Float>> read = new HashMap<>();
    for (int k = 0; k < ratings.size(); k++) {
      read.computeIfAbsent(ratings.userIds().id(ratings.users()[k]), any -> new HashMap<>())
          .put(ratings.itemIds().id(ratings.items()[k]), ratings.values()[k]);
    }
    read.forEach((user, given) -> byUser.put(user, Map.copyOf(given)));
    most = byUser.size() + MOST_ADDED;
  }

  /**
   * Adds a user's ratings; one of an item that the user has rated before takes its place.
   *
   * @throws InvalidInputException if there are too many users already
   */
  void add(String user, Map<String, Float> given) {
    if (!byUser.containsKey(user) && byUser.size() >= most) {
      throw new InvalidInputException("found one user more, expected at most " + most);
    }
    byUser.merge(user, Map.copyOf(given), KnownRatings::together);
  }

  private static Map<String, Float> together(Map<String, Float> old, Map<String, Float> given) {
    Map<String, Float> both = new HashMap<>(old);
    both.putAll(given);
    return Map.copyOf(both);
  }

  Map<String, Float> of(String user) {
    return byUser.getOrDefault(user, Map.of());
  }

  Set<String> ratedBy(String user) {
    return of(user).keySet();
  }

  /** Returns all of them, to train on. */
  Ratings all() {
    RatingsBuilder builder = new RatingsBuilder();
    byUser.forEach(
        (user, given) -> given.forEach((item, rating) -> builder.add(user, item, rating)));
    return builder.build();
  }
}
