package io.gravmf.evaluate;

import io.gravmf.data.Ratings;

/**
 * The range of the ratings that were trained on. A prediction beyond it is surely wrong, and the
 * nearest end is nearer to every rating that can come.
 *
 * @param lowest the lowest rating
 * @param highest the highest
 */
public record RatingScale(float lowest, float highest) {

  /**
   * Returns the range of ratings.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static RatingScale of(Ratings ratings) {
    if (ratings.size() == 0) {
      throw new IllegalArgumentException("no ratings, so no scale");
    }
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (float value : ratings.values()) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    return new RatingScale(lowest, highest);
  }

  /** Returns the rating of the scale that is nearest to a prediction. */
  public double clip(double prediction) {
    return Math.max(lowest, Math.min(highest, prediction));
  }

  /** Returns the two ends, such as {@code 1 to 5}. */
  @Override
  public String toString() {
    return text(lowest) + " to " + text(highest);
  }

  private static String text(float rating) {
    return rating == Math.rint(rating) && Math.abs(rating) < Integer.MAX_VALUE
        ? Integer.toString((int) rating)
        : Float.toString(rating);
  }
}
