package io.gravmf.backend;

import io.gravmf.data.FloatMatrix;
import java.util.Objects;

/**
 * Everything that an uninterrupted run would carry into its next epoch.
 *
 * @param epoch how many epochs have been run
 * @param users factors and moments of the users, n × d
 * @param items factors and moments of the items, m × d
 */
public record TrainingState(int epoch, Side users, Side items) {

  /**
   * One side's factors and AdamW moments, all rows × d.
   *
   * @param factors the factors
   * @param firstMoment moving average of the gradient, not bias-corrected
   * @param secondMoment moving average of the squared gradient, not bias-corrected
   */
  public record Side(FloatMatrix factors, FloatMatrix firstMoment, FloatMatrix secondMoment) {

    /**
     * @throws IllegalArgumentException if the three differ in shape
     */
    public Side {
      requireSameShape(factors, firstMoment);
      requireSameShape(factors, secondMoment);
    }

    private static void requireSameShape(FloatMatrix a, FloatMatrix b) {
      if (a.rows() != b.rows() || a.columns() != b.columns()) {
        throw new IllegalArgumentException("factors are a " + a + " but a moment is a " + b);
      }
    }

    /** Returns a side before its first epoch: the given factors with moments of zero. */
    public static Side initial(FloatMatrix factors) {
      return new Side(
          factors,
          FloatMatrix.zeros(factors.rows(), factors.columns()),
          FloatMatrix.zeros(factors.rows(), factors.columns()));
    }
  }

  /**
   * @throws IllegalArgumentException if the epoch is negative or the two sides differ in d
   */
  public TrainingState {
    Objects.requireNonNull(users, "users");
    Objects.requireNonNull(items, "items");
    if (epoch < 0) {
      throw new IllegalArgumentException("epoch is " + epoch + ", expected 0 or more");
    }
    if (users.factors().columns() != items.factors().columns()) {
      throw new IllegalArgumentException(
          "users have d = "
              + users.factors().columns()
              + " but items have d = "
              + items.factors().columns());
    }
  }

  /** Returns the state before the first epoch. */
  public static TrainingState initial(FloatMatrix userFactors, FloatMatrix itemFactors) {
    return new TrainingState(0, Side.initial(userFactors), Side.initial(itemFactors));
  }

  /** Returns d, the number of factors of each user and item. */
  public int dim() {
    return users.factors().columns();
  }
}
