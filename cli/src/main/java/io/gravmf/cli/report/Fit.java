package io.gravmf.cli.report;

import io.gravmf.data.Ratings;
import io.gravmf.evaluate.Evaluation;
import io.gravmf.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * How a model's predictions fit some ratings.
 *
 * @param name which ratings
 * @param ratings how many
 * @param rmse root of the mean squared error
 * @param mae mean absolute error
 * @param meanRmse the RMSE of predicting the training mean for all
 * @param histogram of prediction - rating
 * @param boxes quantiles of the predictions, by rating
 */
public record Fit(
    String name,
    int ratings,
    double rmse,
    double mae,
    double meanRmse,
    Histogram histogram,
    List<Box> boxes) {

  private static final int BINS = 80;

  /** More values of the rating than this are put into so many bins. */
  private static final int MOST_BOXES = 12;

  /**
   * Quantiles of the predictions for ratings of one value.
   *
   * @param rating the value
   * @param count how many have it
   * @param p5 5 % of the predictions are lower
   * @param q1 25 % are lower
   * @param median half are lower
   * @param q3 75 % are lower
   * @param p95 95 % are lower
   */
  public record Box(
      double rating, int count, double p5, double q1, double median, double q3, double p95) {}

  /** Compares predictions with ratings, of which there must be some. */
  public static Fit of(String name, Model model, Ratings ratings) {
    double[] predictions =
        IntStream.range(0, ratings.size())
            .parallel()
            .mapToDouble(k -> model.predict(ratings.users()[k], ratings.items()[k]))
            .toArray();
    double[] residuals = new double[predictions.length];
    for (int k = 0; k < residuals.length; k++) {
      residuals[k] = predictions[k] - ratings.values()[k];
    }
    Evaluation figures = Evaluation.of(model, ratings);
    // At least 1: perfect predictions have a histogram too.
    double reach =
        Math.max(1, Math.ceil(Arrays.stream(residuals).map(Math::abs).max().orElseThrow()));
    return new Fit(
        name,
        ratings.size(),
        figures.rmse(),
        figures.mae(),
        figures.meanRmse(),
        Histogram.between(residuals, -reach, 2 * reach / BINS, BINS),
        boxes(ratings.values(), predictions));
  }

  private static List<Box> boxes(float[] ratings, double[] predictions) {
    Map<Double, double[]> groups = new TreeMap<>();
    double[] places = places(ratings);
    for (double place : Arrays.stream(places).distinct().toArray()) {
      groups.put(
          place,
          IntStream.range(0, places.length)
              .filter(k -> places[k] == place)
              .mapToDouble(k -> predictions[k])
              .toArray());
    }
    return groups.entrySet().stream().map(e -> box(e.getKey(), e.getValue())).toList();
  }

  /** Returns each rating, or the middle of its bin where there are too many values. */
  private static double[] places(float[] ratings) {
    double[] values = IntStream.range(0, ratings.length).mapToDouble(k -> ratings[k]).toArray();
    if (Arrays.stream(values).distinct().count() <= MOST_BOXES) {
      return values;
    }
    double least = Arrays.stream(values).min().orElseThrow();
    double width = (Arrays.stream(values).max().orElseThrow() - least) / MOST_BOXES;
    return Arrays.stream(values)
        .map(v -> least + (Math.min(MOST_BOXES - 1, Math.floor((v - least) / width)) + 0.5) * width)
        .toArray();
  }

  private static Box box(double rating, double[] predictions) {
    Percentile quantiles = new Percentile().withEstimationType(EstimationType.R_7);
    quantiles.setData(predictions);
    return new Box(
        rating,
        predictions.length,
        quantiles.evaluate(5),
        quantiles.evaluate(25),
        quantiles.evaluate(50),
        quantiles.evaluate(75),
        quantiles.evaluate(95));
  }
}
