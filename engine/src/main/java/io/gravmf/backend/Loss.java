package io.gravmf.backend;

/**
 * The terms of the {@link io.gravmf.objective.Objective} at one set of parameters.
 *
 * @param mse the mean of the squared errors, each times its weight; 0 where there are no ratings
 * @param l2 the penalties on factors and biases
 * @param gravity {@code lambdaG / (n m) sum over all pairs of (u_i . v_j)^2}
 */
public record Loss(double mse, double l2, double gravity) {

  /** Returns the sum of the three terms. */
  public double total() {
    return mse + l2 + gravity;
  }

  /** Returns whether every term is finite. */
  public boolean isFinite() {
    return Double.isFinite(total());
  }
}
