package io.gravmf.crossvalidate;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.evaluate.Figure;
import io.gravmf.evaluate.RatingErrors;
import io.gravmf.evaluate.RatingScale;
import io.gravmf.evaluate.ranking.Ranking;
import io.gravmf.model.TopN;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** What a model must beat: predictions that need no model. */
final class Baselines {

  private static final String MEAN = "global mean";
  private static final String MEANS = "user and item means";
  private static final String POPULARITY = "popularity";

  /** As many ratings of no difference are added to each item's and user's; the paper's numbers. */
  private static final double ITEM_SHRINKAGE = 25;

  private static final double USER_SHRINKAGE = 10;

  private final Fold fold;
  private final RatingScale scale;

  Baselines(Fold fold, RatingScale scale) {
    this.fold = fold;
    this.scale = scale;
  }

  /**
   * Returns the errors of the mean for all, and of the mean with what the item and then the user
   * differ by, both shrunk by their counts (Koren 2010, "Factor in the Neighbors: Scalable and
   * Accurate Collaborative Filtering", section 2.1). Of one without ratings nothing is known.
   */
  Map<String, List<Figure>> ofRatings() {
    double mean = fold.train().mean();
    Ratings train = fold.train();
    Ratings known = fold.known();
    double[] items =
        differences(
            train.items(), train.itemCount(), ITEM_SHRINKAGE, k -> train.values()[k] - mean);
    double[] users =
        differences(
            known.users(),
            known.userCount(),
            USER_SHRINKAGE,
            k -> known.values()[k] - mean - items[known.items()[k]]);
    Ratings test = fold.test();
    Map<String, List<Figure>> figures = new LinkedHashMap<>();
    figures.put(MEAN, RatingErrors.of(k -> mean, test, scale).figures());
    figures.put(
        MEANS,
        RatingErrors.of(k -> mean + items[test.items()[k]] + users[test.users()[k]], test, scale)
            .figures());
    return figures;
  }

  private static double[] differences(
      int[] rows, int count, double shrinkage, IntToDoubleFunction difference) {
    double[] sums = new double[count];
    double[] weights = new double[count];
    Arrays.fill(weights, shrinkage);
    for (int k = 0; k < rows.length; k++) {
      sums[rows[k]] += difference.applyAsDouble(k);
      weights[rows[k]]++;
    }
    Arrays.setAll(sums, row -> sums[row] / weights[row]);
    return sums;
  }

  /** Returns how well the items with the most training ratings do for all. */
  Map<String, List<Figure>> ofRanking(
      CompressedRows known, CompressedRows relevant, int[] cutoffs) {
    float[] counts = new float[fold.train().itemCount()];
    for (int item : fold.train().items()) {
      counts[item]++;
    }
    float[] ones = new float[known.rowCount()];
    Arrays.fill(ones, 1);
    return Map.of(
        POPULARITY,
        Ranking.of(
                new TopN(new FloatMatrix(counts.length, 1, counts)),
                new FloatMatrix(ones.length, 1, ones),
                known,
                relevant,
                cutoffs,
                1)
            .figures());
  }
}
