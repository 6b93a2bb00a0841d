package io.gravmf.backend;

import io.gravmf.data.FloatMatrix;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that an uninterrupted run would carry into its next epoch or sweep.
 *
 * @param epoch how many epochs or sweeps have been run
 * @param dim d, the number of factors of each user and item; a row may have its bias behind them
 * @param users parameters and moments of the users, n × d or n × (d + 1)
 * @param items parameters and moments of the items, m × d or m × (d + 1)
 * @param chain what a sampler has gathered; empty for optimisers, and before a sampler's first
 *     sweep
 */
public record TrainingState(int epoch, int dim, Side users, Side items, Optional<Chain> chain) {

  /**
   * One side's parameters and AdamW moments, all of one shape.
   *
   * @param factors the factors of each row, and its bias behind them where there are biases
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

    private Side withBiases() {
      int columns = factors.columns() + 1;
      return new Side(
          factors.columns(0, columns),
          firstMoment.columns(0, columns),
          secondMoment.columns(0, columns));
    }
  }

  /**
   * @throws IllegalArgumentException if the epoch is negative or the two sides differ in d
   */
  public TrainingState {
    Objects.requireNonNull(users, "users");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(chain, "chain");
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
    int columns = users.factors().columns();
    if (columns != dim && columns != dim + 1) {
      throw new IllegalArgumentException(
          "rows have " + columns + " columns, expected d = " + dim + " or one more for a bias");
    }
  }

  /**
   * A state without a sampler's.
   *
   * @throws IllegalArgumentException if the epoch is negative or the two sides differ in d
   */
  public TrainingState(int epoch, int dim, Side users, Side items) {
    this(epoch, dim, users, items, Optional.empty());
  }

  /** Returns the state before the first epoch, without biases. */
  public static TrainingState initial(FloatMatrix userFactors, FloatMatrix itemFactors) {
    return new TrainingState(
        0, userFactors.columns(), Side.initial(userFactors), Side.initial(itemFactors));
  }

  /** Returns this state, which has no biases, with biases of zero. */
  public TrainingState withBiases() {
    return new TrainingState(epoch, dim, users.withBiases(), items.withBiases(), chain);
  }

  /** Returns whether rows have a bias behind their factors. */
  public boolean hasBiases() {
    return users.factors().columns() > dim;
  }

  /**
   * Returns whether another state has as many rows of the same width on each side, and a chain of
   * the same shape or none either.
   */
  public boolean hasShapeOf(TrainingState other) {
    return dim == other.dim
        && sameShape(users.factors(), other.users.factors())
        && sameShape(items.factors(), other.items.factors())
        && chain.isPresent() == other.chain.isPresent()
        && (chain.isEmpty() || chain.get().hasShapeOf(other.chain.get()));
  }

  private static boolean sameShape(FloatMatrix a, FloatMatrix b) {
    return a.rows() == b.rows() && a.columns() == b.columns();
  }
}
