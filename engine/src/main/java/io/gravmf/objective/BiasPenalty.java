package io.gravmf.objective;

/**
 * The penalties on the biases, {@code users/n |b|² + items/m |c|²} (Koren, Bell &amp; Volinsky
 * 2009, "Matrix Factorization Techniques for Recommender Systems").
 *
 * @param users the weight of the users' biases
 * @param items the weight of the items' biases
 */
public record BiasPenalty(double users, double items) {

  /**
   * @throws IllegalArgumentException if a weight is not finite or negative
   */
  public BiasPenalty {
    Require.notNegative("lambda-b", users);
    Require.notNegative("lambda-b", items);
  }
}
