package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import java.util.Objects;

/**
 * A trained model: a prediction is {@code u_i . v_j + mean}, in rating units.
 *
 * @param userFactors U, n × d
 * @param itemFactors V, m × d
 * @param mean the mean of the training ratings
 * @param userIds ids of the rows of U
 * @param itemIds ids of the rows of V
 * @param provenance how it was trained
 */
public record Model(
    FloatMatrix userFactors,
    FloatMatrix itemFactors,
    double mean,
    IdMap userIds,
    IdMap itemIds,
    Provenance provenance) {

  /**
   * @throws IllegalArgumentException if the shapes of factors and ids do not fit each other
   */
  public Model {
    Objects.requireNonNull(provenance, "provenance");
    if (userFactors.columns() != itemFactors.columns()
        || userFactors.rows() != userIds.size()
        || itemFactors.rows() != itemIds.size()) {
      throw new IllegalArgumentException(
          "user factors are a "
              + userFactors
              + " for "
              + userIds.size()
              + " ids, item factors a "
              + itemFactors
              + " for "
              + itemIds.size()
              + " ids");
    }
  }

  /** Returns d, the number of factors of each user and item. */
  public int dim() {
    return userFactors.columns();
  }

  /**
   * Predicts the rating of an item by a user, both given by row, summed in double precision.
   *
   * @throws IndexOutOfBoundsException if a row is out of range
   */
  public double predict(int userRow, int itemRow) {
    int d = dim();
    int user = Objects.checkIndex(userRow, userFactors.rows()) * d;
    int item = Objects.checkIndex(itemRow, itemFactors.rows()) * d;
    float[] u = userFactors.values();
    float[] v = itemFactors.values();
    double sum = mean;
    for (int k = 0; k < d; k++) {
      sum += (double) u[user + k] * v[item + k];
    }
    return sum;
  }
}
