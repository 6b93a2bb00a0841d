package io.gravmf.bench.work;

import io.gravmf.data.Ratings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Additions and multiplications of a sweep that solves rows exactly, counted from the algorithm: a
 * row of c ratings has a system of d unknowns, or of c by Woodbury's identity, whichever is less.
 * What rows have in common is not counted.
 */
public final class SweepFlops {

  private SweepFlops() {}

  /** Returns the count for a sweep of both sides over all ratings, by d. */
  public static Map<Integer, Double> of(Ratings ratings, Set<Integer> dims) {
    int[] users = new int[ratings.userCount()];
    int[] items = new int[ratings.itemCount()];
    for (int k = 0; k < ratings.size(); k++) {
      users[ratings.users()[k]]++;
      items[ratings.items()[k]]++;
    }
    Map<Integer, Double> flops = new TreeMap<>();
    for (int dim : dims) {
      flops.put(dim, of(users, dim) + of(items, dim));
    }
    return flops;
  }

  private static double of(int[] counts, double d) {
    double sum = 0;
    for (double c : counts) {
      // Half of a symmetric matrix, then its Cholesky factor.
      double primal = c * d * d + d * d * d / 3;
      double dual = c * c * d + c * c * c / 3 + 2 * d * d;
      sum += c == 0 ? 0 : Math.min(primal, dual);
    }
    return sum;
  }
}
