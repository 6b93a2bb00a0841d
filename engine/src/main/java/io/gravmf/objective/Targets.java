package io.gravmf.objective;

import io.gravmf.data.CompressedRows;

/** What a known pair's prediction should be, and how much an error there weighs. */
public sealed interface Targets {

  /** Ratings are predicted: the target is the rating, and the mean of all is fitted beforehand. */
  record Explicit() implements Targets {

    @Override
    public double mean(double meanRating) {
      return meanRating;
    }

    @Override
    public float target(float rating, double mean) {
      return (float) (rating - mean);
    }

    @Override
    public float weight(float rating) {
      return 1;
    }

    @Override
    public boolean isWeighted() {
      return false;
    }
  }

  /**
   * That a pair is known is predicted: the target is 1, the mean 0, and gravity pulls all pairs,
   * known or not, towards 0 (Hu, Koren &amp; Volinsky 2008, "Collaborative Filtering for Implicit
   * Feedback Datasets").
   *
   * @param alpha an error at a pair rated r weighs {@code 1 + alpha r}
   */
  record Implicit(double alpha) implements Targets {

    /**
     * @throws IllegalArgumentException if alpha is not finite or negative
     */
    public Implicit {
      Require.notNegative("alpha", alpha);
    }

    @Override
    public double mean(double meanRating) {
      return 0;
    }

    @Override
    public float target(float rating, double mean) {
      return 1;
    }

    @Override
    public float weight(float rating) {
      return (float) (1 + alpha * rating);
    }

    @Override
    public boolean isWeighted() {
      return alpha != 0;
    }
  }

  /**
   * Returns the constant that every prediction has in it.
   *
   * @param meanRating the mean of the training ratings
   */
  double mean(double meanRating);

  /** Returns what is left of a rating for biases and factors to predict, rounded to float32. */
  float target(float rating, double mean);

  /** Returns what a squared error at a pair of this rating is multiplied by. */
  float weight(float rating);

  /** Returns whether weights are not all 1. */
  boolean isWeighted();

  /**
   * Returns each entry's target.
   *
   * @param values the ratings that were grouped, in their own order
   * @param mean as {@link #mean} gave it
   */
  default float[] targets(CompressedRows rows, float[] values, double mean) {
    int[] positions = rows.positions();
    float[] targets = new float[positions.length];
    for (int entry = 0; entry < targets.length; entry++) {
      targets[entry] = target(values[positions[entry]], mean);
    }
    return targets;
  }

  /**
   * Returns each entry's weight.
   *
   * @param values the ratings that were grouped, in their own order
   */
  default float[] weights(CompressedRows rows, float[] values) {
    int[] positions = rows.positions();
    float[] weights = new float[positions.length];
    for (int entry = 0; entry < weights.length; entry++) {
      weights[entry] = weight(values[positions[entry]]);
    }
    return weights;
  }
}
