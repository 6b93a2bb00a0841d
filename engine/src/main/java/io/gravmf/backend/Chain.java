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
 */
public record Chain(
    FloatMatrix userWeights,
    FloatMatrix itemWeights,
    FloatMatrix userDraws,
    FloatMatrix itemDraws,
    FloatMatrix noise,
    FloatMatrix validation) {

  /**
   * @throws IllegalArgumentException if the numbers of draws differ
   */
  public Chain {
    if (userDraws.columns() != itemDraws.columns()
        || noise.columns() > userDraws.columns()
        || (noise.columns() == 0) != (userDraws.columns() == 0)) {
      throw new IllegalArgumentException(
          "draws are a "
              + userDraws
              + " and a "
              + itemDraws
              + " at "
              + noise.columns()
              + " precisions of ratings");
    }
  }

  /** Returns how many draws were kept. */
  public int draws() {
    return noise.columns();
  }
}
