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

/** What a model must beat: predictions that need no model. */
final class Baselines {

  private static final String MEAN = "global mean";
  private static final String MEANS = "user and item means";
  private static final String POPULARITY = "popularity";

  private final Fold fold;
  private final RatingScale scale;

  Baselines(Fold fold, RatingScale scale) {
    this.fold = fold;
    this.scale = scale;
  }

  /** Returns the errors of the mean for all, and of the user's mean + the item's - the mean. */
  Map<String, List<Figure>> ofRatings() {
    double mean = fold.train().mean();
    double[] users = means(fold.known().users(), fold.known(), fold.known().userCount(), mean);
    double[] items = means(fold.train().items(), fold.train(), fold.train().itemCount(), mean);
    Ratings test = fold.test();
    Map<String, List<Figure>> figures = new LinkedHashMap<>();
    figures.put(MEAN, RatingErrors.of(k -> mean, test, scale).figures());
    figures.put(
        MEANS,
        RatingErrors.of(k -> users[test.users()[k]] + items[test.items()[k]] - mean, test, scale)
            .figures());
    return figures;
  }

  private static double[] means(int[] rows, Ratings ratings, int count, double otherwise) {
    double[] sums = new double[count];
    int[] counts = new int[count];
    for (int k = 0; k < rows.length; k++) {
      sums[rows[k]] += ratings.values()[k];
      counts[rows[k]]++;
    }
    for (int row = 0; row < count; row++) {
      sums[row] = counts[row] == 0 ? otherwise : sums[row] / counts[row];
    }
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
