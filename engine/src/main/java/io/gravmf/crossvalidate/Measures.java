package io.gravmf.crossvalidate;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import java.util.List;

/**
 * What is measured of a fold's model. Of a model that predicts ratings always RMSE and MAE.
 *
 * @param cutoffs the lengths of lists of recommendations to measure; none: no ranking
 * @param relevantFrom held-out ratings from here on are relevant; negative infinity: all
 */
public record Measures(List<Integer> cutoffs, double relevantFrom) {

  /** Measures no ranking. */
  public static final Measures OF_RATINGS = new Measures(List.of(), Double.NEGATIVE_INFINITY);

  /**
   * @throws InvalidInputException if a length is less than 1 or given twice
   */
  public Measures {
    cutoffs = List.copyOf(cutoffs);
    for (int k : cutoffs) {
      if (k < 1) {
        throw new InvalidInputException("--rank is " + k + ", expected 1 or more");
      }
    }
    if (cutoffs.stream().distinct().count() < cutoffs.size()) {
      throw new InvalidInputException("--rank is " + cutoffs + ", expected each length once");
    }
  }

  /** Returns whether lists are measured. */
  public boolean ranks() {
    return !cutoffs.isEmpty();
  }

  /** Returns the held-out ratings that are relevant. */
  Ratings relevant(Ratings test) {
    return RatingsFilter.atLeast(test, relevantFrom);
  }

  int[] cutoffArray() {
    return cutoffs.stream().mapToInt(Integer::intValue).toArray();
  }
}
