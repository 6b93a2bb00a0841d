package io.gravmf.evaluate;

import io.gravmf.data.Ratings;
import io.gravmf.model.Model;

/**
 * How well a model predicts ratings, in rating units.
 *
 * @param ratings how many ratings were compared
 * @param mse mean squared error
 * @param rmse its root
 * @param mae mean absolute error
 * @param meanRmse the RMSE of predicting the model's mean for every rating, to compare with
 */
public record Evaluation(int ratings, double mse, double rmse, double mae, double meanRmse) {

  /**
   * Compares predictions with ratings, summing in double precision.
   *
   * @param ratings over the model's users and items, in the model's order of rows
   * @throws IllegalArgumentException if there are none, or they are over other users or items
   */
  public static Evaluation of(Model model, Ratings ratings) {
    if (ratings.size() == 0) {
      throw new IllegalArgumentException("no ratings to compare with");
    }
    SameIds.require(model, ratings);
    double squares = 0;
    double absolutes = 0;
    double squaresFromMean = 0;
    for (int k = 0; k < ratings.size(); k++) {
      double rating = ratings.values()[k];
      double error = model.predict(ratings.users()[k], ratings.items()[k]) - rating;
      squares += error * error;
      absolutes += Math.abs(error);
      squaresFromMean += (rating - model.mean()) * (rating - model.mean());
    }
    int size = ratings.size();
    double mse = squares / size;
    return new Evaluation(
        size, mse, Math.sqrt(mse), absolutes / size, Math.sqrt(squaresFromMean / size));
  }
}
