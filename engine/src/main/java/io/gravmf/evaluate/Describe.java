package io.gravmf.evaluate;

import io.gravmf.data.Ratings;
import java.util.Arrays;

/**
 * The notebook's first step: how many ratings users give and movies get, and their means. Users and
 * items without ratings count in none of them.
 *
 * @param ratingsPerUser ratings of each user
 * @param ratingsPerItem ratings of each item
 * @param userMeans mean rating of each user
 * @param itemMeans mean rating of each item
 */
public record Describe(
    Summary ratingsPerUser, Summary ratingsPerItem, Summary userMeans, Summary itemMeans) {

  /**
   * Describes ratings.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Describe of(Ratings ratings) {
    double[] userCounts = counts(ratings.users(), ratings.userCount());
    double[] itemCounts = counts(ratings.items(), ratings.itemCount());
    return new Describe(
        Summary.of(positive(userCounts)),
        Summary.of(positive(itemCounts)),
        Summary.of(means(ratings.users(), ratings.values(), userCounts)),
        Summary.of(means(ratings.items(), ratings.values(), itemCounts)));
  }

  private static double[] counts(int[] rows, int rowCount) {
    double[] counts = new double[rowCount];
    for (int row : rows) {
      counts[row]++;
    }
    return counts;
  }

  private static double[] positive(double[] counts) {
    return Arrays.stream(counts).filter(count -> count > 0).toArray();
  }

  private static double[] means(int[] rows, float[] values, double[] counts) {
    double[] sums = new double[counts.length];
    for (int k = 0; k < rows.length; k++) {
      sums[rows[k]] += values[k];
    }
    double[] means = new double[counts.length];
    int rated = 0;
    for (int row = 0; row < counts.length; row++) {
      if (counts[row] > 0) {
        means[rated++] = sums[row] / counts[row];
      }
    }
    return Arrays.copyOf(means, rated);
  }
}
