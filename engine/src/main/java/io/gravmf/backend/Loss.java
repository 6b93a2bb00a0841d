package io.gravmf.backend;

/**
 * The terms of the objective at one set of factors.
 *
 * @param mse {@code 1/N sum (u_i . v_j - (r_ij - mean))^2} over N ratings; 0 where N is 0
 * @param l2 {@code lambdaR (|U|^2 / n + |V|^2 / m)}
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
