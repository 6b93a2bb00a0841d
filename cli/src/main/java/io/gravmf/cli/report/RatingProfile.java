package io.gravmf.cli.report;

import io.gravmf.data.IdMap;
import io.gravmf.data.Ratings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How many ratings each user gives and each item gets, and their means. */
public final class RatingProfile {

  private final IdMap itemIds;
  private final int[] userCounts;
  private final int[] itemCounts;
  private final double[] userSums;
  private final double[] itemSums;

  /** Counts the ratings of all parts, which are over the same users and items. */
  public RatingProfile(List<Ratings> parts) {
    itemIds = parts.get(0).itemIds();
    userCounts = new int[parts.get(0).userCount()];
    itemCounts = new int[parts.get(0).itemCount()];
    userSums = new double[userCounts.length];
    itemSums = new double[itemCounts.length];
    parts.forEach(this::add);
  }

  private void add(Ratings ratings) {
    for (int k = 0; k < ratings.size(); k++) {
      int user = ratings.users()[k];
      int item = ratings.items()[k];
      userCounts[user]++;
      itemCounts[item]++;
      userSums[user] += ratings.values()[k];
      itemSums[item] += ratings.values()[k];
    }
  }

  /** Says in a line how many ratings there are and how they are spread. */
  public String summary() {
    long ratings = Arrays.stream(userCounts).asLongStream().sum();
    return String.format(
        Locale.ROOT,
        "%d ratings, %.1f per user, %.1f per movie, mean %.4f",
        ratings,
        Arrays.stream(counts(userCounts)).average().orElseThrow(),
        Arrays.stream(counts(itemCounts)).average().orElseThrow(),
        Arrays.stream(userSums).sum() / ratings);
  }

  /** Returns the ids of the items' rows. */
  public IdMap itemIds() {
    return itemIds;
  }

  /** Returns how many ratings an item has. */
  public int itemCount(int row) {
    return itemCounts[row];
  }

  /** Returns an item's mean rating, or 0 where it has none. */
  public double itemMean(int row) {
    return itemCounts[row] == 0 ? 0 : itemSums[row] / itemCounts[row];
  }

  /** Returns how many ratings a user has given. */
  public int userCount(int row) {
    return userCounts[row];
  }

  /** Returns a user's mean rating, or 0 where there is none. */
  public double userMean(int row) {
    return userCounts[row] == 0 ? 0 : userSums[row] / userCounts[row];
  }

  /** Returns the rows of the items that have most ratings, in the order of rows. */
  public int[] mostRated(int atMost) {
    return IntStream.range(0, itemCounts.length)
        .boxed()
        .sorted((a, b) -> Integer.compare(itemCounts[b], itemCounts[a]))
        .limit(atMost)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** Returns the notebook's four distributions; users and items without ratings are in none. */
  public List<Distribution> distributions() {
    return List.of(
        Distribution.of("ratings per user", "users", "ratings-per-user", counts(userCounts)),
        Distribution.of("ratings per movie", "movies", "ratings-per-movie", counts(itemCounts)),
        Distribution.of(
            "mean rating per user", "users", "mean-per-user", means(userSums, userCounts)),
        Distribution.of(
            "mean rating per movie", "movies", "mean-per-movie", means(itemSums, itemCounts)));
  }

  private static double[] counts(int[] counts) {
    return Arrays.stream(counts).filter(count -> count > 0).asDoubleStream().toArray();
  }

  private static double[] means(double[] sums, int[] counts) {
    return IntStream.range(0, sums.length)
        .filter(row -> counts[row] > 0)
        .mapToDouble(row -> sums[row] / counts[row])
        .toArray();
  }
}
