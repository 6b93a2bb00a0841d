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
   * <p>There a known pair is not pulled to 0. What gravity, weighing {@code unobserved} a pair,
   * adds to {@code w (x - t)²} is taken out by other weights and targets: but for a constant,
   *
   * <pre>(1 + alpha r) (x - 1)² = (1 + alpha r - unobserved) (x - t)² + unobserved x²,
   * t = (1 + alpha r) / (1 + alpha r - unobserved)</pre>
   *
   * and a known pair rated 0 is one of weight 1 that should be 0, as an unknown one should.
   *
   * @param alpha an error at a pair rated r weighs {@code 1 + alpha r}
   * @param unobserved how much of that weight gravity has: 0 where a known pair is pulled to 0 as
   *     every other is, or what each pair weighs there, at most 1
   */
  record Implicit(double alpha, double unobserved) implements Targets {

    /** Where gravity has all of a pair's weight, what is left must still hold its target. */
    private static final float LEAST_WEIGHT = 0x1p-20f;

    /**
     * @throws IllegalArgumentException if alpha is not finite or negative, or unobserved is not
     *     from 0 to 1
     */
    public Implicit {
      Require.notNegative("alpha", alpha);
      if (!(unobserved >= 0 && unobserved <= 1)) {
        throw new IllegalArgumentException(
            "the unobserved weight is " + unobserved + ", expected 0 to 1");
      }
    }

    /**
     * Leaves known pairs to be pulled to 0 as all others are.
     *
     * @throws IllegalArgumentException if alpha is not finite or negative
     */
    public Implicit(double alpha) {
      this(alpha, 0);
    }

    @Override
    public double mean(double meanRating) {
      return 0;
    }

    @Override
    public float target(float rating, double mean) {
      if (unobserved == 0) {
        return 1;
      }
      return rating > 0 ? (float) ((1 + alpha * rating) / weight(rating)) : 0;
    }

    @Override
    public float weight(float rating) {
      float weight = (float) (1 + alpha * rating - unobserved);
      return unobserved == 0 ? weight : Math.max(weight, LEAST_WEIGHT);
    }

    @Override
    public boolean isWeighted() {
      return alpha != 0 || unobserved != 0;
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
