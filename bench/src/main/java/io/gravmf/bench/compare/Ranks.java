package io.gravmf.bench.compare;

import java.util.Arrays;

/**
 * Shifts between samples with exact intervals by ranks, which hold whatever the distribution is:
 * the estimates of Hodges and Lehmann (1963) with the intervals that invert Wilcoxon's signed-rank
 * test (pairs) and Mann and Whitney's test (two samples).
 */
final class Ranks {

  private Ranks() {}

  /**
   * A shift.
   *
   * @param value the median of all contrasts
   * @param low lower end of its interval; negative infinity of too few values
   * @param high upper end
   */
  record Shift(double value, double low, double high) {

    /** Takes the contrasts from both ends by how likely so extreme a statistic is by chance. */
    private static Shift of(double[] contrasts, double[] ways, double alpha) {
      Arrays.sort(contrasts);
      double all = Arrays.stream(ways).sum();
      double tail = 0;
      int cut = 0;
      while (cut < ways.length && (tail + ways[cut]) / all <= alpha / 2) {
        tail += ways[cut++];
      }
      int last = contrasts.length - 1;
      double middle = (contrasts[last / 2] + contrasts[(last + 1) / 2]) / 2;
      return cut == 0
          ? new Shift(middle, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
          : new Shift(middle, contrasts[cut - 1], contrasts[last - cut + 1]);
    }
  }

  /**
   * Returns the shift of differences from zero.
   *
   * @param differences of pairs, at least one
   * @param alpha how often the interval may miss
   */
  static Shift ofPairs(double[] differences, double alpha) {
    int n = differences.length;
    double[] averages = new double[n * (n + 1) / 2];
    // How many subsets of the ranks 1 to n have each sum.
    double[] ways = new double[averages.length + 1];
    ways[0] = 1;
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        averages[count++] = (differences[i] + differences[j]) / 2;
      }
      for (int sum = count; sum > i; sum--) {
        ways[sum] += ways[sum - i - 1];
      }
    }
    return Shift.of(averages, ways, alpha);
  }

  /**
   * Returns the shift from one sample to another.
   *
   * @param before at least one value
   * @param after at least one value
   * @param alpha how often the interval may miss
   */
  static Shift ofSamples(double[] before, double[] after, double alpha) {
    double[] differences = new double[before.length * after.length];
    for (int i = 0; i < before.length; i++) {
      for (int j = 0; j < after.length; j++) {
        differences[i * after.length + j] = after[j] - before[i];
      }
    }
    return Shift.of(differences, orders(before.length, after.length), alpha);
  }

  /** Returns how many orders of m and n values have each count of pairs out of order. */
  private static double[] orders(int m, int n) {
    double[][] ways = new double[n + 1][m * n + 1];
    for (double[] each : ways) {
      each[0] = 1;
    }
    for (int i = 1; i <= m; i++) {
      // In place: ways[j] is still of i - 1 values where it is read, ways[j - 1] is of i.
      for (int j = 1; j <= n; j++) {
        double[] fewer = ways[j].clone();
        for (int u = 0; u <= m * n; u++) {
          ways[j][u] = ways[j - 1][u] + (u >= j ? fewer[u - j] : 0);
        }
      }
    }
    return ways[n];
  }
}
