package io.gravmf.model;

import io.gravmf.data.FloatMatrix;

/**
 * What a model of several draws knows beside their average: which factors are of which draw, and
 * each draw's biases. Draw s has the columns {@code [s d, (s + 1) d)} of both matrices of factors,
 * which are its own over √S.
 *
 * @param userBiases the users' biases by draw, n × S
 * @param itemBiases the items', m × S
 * @param noise the standard deviation of ratings about predictions
 */
public record Posterior(FloatMatrix userBiases, FloatMatrix itemBiases, double noise) {

  /**
   * @throws IllegalArgumentException if there are no draws, the sides have different numbers of
   *     them, or the deviation is not a positive number
   */
  public Posterior {
    if (userBiases.columns() != itemBiases.columns() || userBiases.columns() < 1) {
      throw new IllegalArgumentException(
          "the draws' biases are a " + userBiases + " and a " + itemBiases);
    }
    if (!(noise > 0) || Double.isInfinite(noise)) {
      throw new IllegalArgumentException(
          "the ratings' deviation is " + noise + ", expected a finite number above 0");
    }
  }

  /** Returns S, the number of draws. */
  public int draws() {
    return userBiases.columns();
  }

  /** Returns the average of the draws' biases, one column each. */
  public Model.Biases meanBiases() {
    return new Model.Biases(mean(userBiases), mean(itemBiases));
  }

  private static FloatMatrix mean(FloatMatrix biases) {
    FloatMatrix mean = FloatMatrix.zeros(biases.rows(), 1);
    for (int row = 0; row < biases.rows(); row++) {
      double sum = 0;
      for (int s = 0; s < biases.columns(); s++) {
        sum += biases.get(row, s);
      }
      mean.values()[row] = (float) (sum / biases.columns());
    }
    return mean;
  }
}
