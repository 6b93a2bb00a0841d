package io.gravmf.evaluate;

import io.gravmf.data.Ratings;
import java.util.List;

/**
 * Errors of predictions that were clipped to the scale.
 *
 * @param ratings how many predictions were compared
 * @param rmse root mean squared error; not a number where there were none
 * @param mae mean absolute error; likewise
 */
public record RatingErrors(int ratings, double rmse, double mae) {

  /** Predicts ratings by their place among those that are held out. */
  @FunctionalInterface
  public interface Predictions {

    /** Returns the prediction of a rating, not yet clipped. */
    double of(int rating);
  }

  /** Compares predictions with ratings, summing in double precision in the ratings' order. */
  public static RatingErrors of(Predictions predictions, Ratings held, RatingScale scale) {
    double squares = 0;
    double absolutes = 0;
    for (int k = 0; k < held.size(); k++) {
      double error = scale.clip(predictions.of(k)) - held.values()[k];
      squares += error * error;
      absolutes += Math.abs(error);
    }
    return new RatingErrors(held.size(), Math.sqrt(squares / held.size()), absolutes / held.size());
  }

  /** Returns both, each with its definition. */
  public List<Figure> figures() {
    return List.of(
        new Figure(
            "rmse",
            "root of the mean squared error; predictions clipped to the training ratings' range",
            rmse),
        new Figure(
            "mae", "mean absolute error; predictions clipped to the training ratings' range", mae));
  }
}
