package io.gravmf.backend;

import io.gravmf.data.FloatMatrix;

/**
 * What a sampler has gathered on its way, beside where it is. Random numbers are functions of seed
 * and sweep, so nothing of them is here.
 *
 * @param userWeights the weights of the users' features, a row a feature, their precisions behind
 * @param itemWeights the same of the items
 * @param userDraws the draws of users that were kept, side by side: n rows of d factors and a bias
 *     for each
 * @param itemDraws the same of the items
 * @param noise the precision of the ratings at each of these draws, 1 row
 * @param validation the sums of the predictions that count, without the mean, by held-out rating in
 *     the users' order, 1 row
 * @param userNoise how much each user's ratings weigh, 1 row; empty where all weigh alike
 */
public record Chain(
    FloatMatrix userWeights,
    FloatMatrix itemWeights,
    FloatMatrix userDraws,
    FloatMatrix itemDraws,
    FloatMatrix noise,
    FloatMatrix validation,
    FloatMatrix userNoise) {

  /** What is gathered where all users' ratings weigh alike. */
  public Chain(
      FloatMatrix userWeights,
      FloatMatrix itemWeights,
      FloatMatrix userDraws,
      FloatMatrix itemDraws,
      FloatMatrix noise,
      FloatMatrix validation) {
    this(
        userWeights, itemWeights, userDraws, itemDraws, noise, validation, FloatMatrix.zeros(1, 0));
  }

  /** Returns the same with weights of the users' ratings. */
  public Chain withUserNoise(FloatMatrix weights) {
    return new Chain(userWeights, itemWeights, userDraws, itemDraws, noise, validation, weights);
  }

  /**
   * @throws IllegalArgumentException if the numbers of draws differ, or those of ratings are more
   *     than a row
   */
  public Chain {
    if (userDraws.columns() != itemDraws.columns()
        || noise.rows() != 1
        || noise.columns() > userDraws.columns()
        || (noise.columns() == 0) != (userDraws.columns() == 0)) {
      throw new IllegalArgumentException(
          "draws are a "
              + userDraws
              + " and a "
              + itemDraws
              + " at "
              + noise
              + " of precisions of ratings");
    }
  }

  /** Returns whether another chain is of as many features, held-out ratings and users. */
  public boolean hasShapeOf(Chain other) {
    return sameShape(userWeights, other.userWeights)
        && sameShape(itemWeights, other.itemWeights)
        && sameShape(validation, other.validation)
        && sameShape(userNoise, other.userNoise)
        && userDraws.rows() == other.userDraws.rows()
        && itemDraws.rows() == other.itemDraws.rows();
  }

  private static boolean sameShape(FloatMatrix a, FloatMatrix b) {
    return a.rows() == b.rows() && a.columns() == b.columns();
  }

  /** Returns how many draws were kept. */
  public int draws() {
    return noise.columns();
  }
}
