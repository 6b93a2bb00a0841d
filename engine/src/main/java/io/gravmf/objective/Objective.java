package io.gravmf.objective;

import java.util.Objects;
import java.util.Optional;

/**
 * What training minimises, over factors U (n × d) and V (m × d) and, where asked, biases b and c:
 *
 * <pre>
 * L = 1/N sum over ratings of w (mean + b_i + c_j + u_i.v_j - t)²
 *   + sum_i p_i |u_i|² + sum_j q_j |v_j|²
 *   + l_b/n |b|² + l_c/m |c|²
 *   + gravity/(nm) sum over all pairs of (u_i.v_j)²
 * </pre>
 *
 * Targets t and weights w are {@link Targets}', a row's weights p and q {@link Penalty}'s. Without
 * biases b = c = 0; gravity acts on u.v alone.
 *
 * @param targets what predictions should be
 * @param users the penalty on U
 * @param items the penalty on V
 * @param biases the penalties on the biases; empty: a model without biases
 * @param gravity the weight of the gravity term, lambda_g
 */
public record Objective(
    Targets targets, Penalty users, Penalty items, Optional<BiasPenalty> biases, double gravity) {

  /** The notebook's: squared errors, L2 and gravity, both weighted 0.1. */
  public static final Objective NOTEBOOK = ofWeights(0.1, 0.1);

  /** A sampler's: squared errors of a model with biases, whose penalties are drawn. */
  public static final Objective SAMPLED =
      new Objective(
          new Targets.Explicit(),
          Penalty.uniform(0),
          Penalty.uniform(0),
          Optional.of(new BiasPenalty(0, 0)),
          0);

  /**
   * @throws IllegalArgumentException if the weight of gravity is not finite or negative
   */
  public Objective {
    Objects.requireNonNull(targets, "targets");
    Objects.requireNonNull(users, "users");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(biases, "biases");
    Require.notNegative("lambda-g", gravity);
  }

  /**
   * Returns the notebook's objective with other weights.
   *
   * @param lambdaR of L2, for users and items alike
   * @param lambdaG of gravity
   */
  public static Objective ofWeights(double lambdaR, double lambdaG) {
    Penalty penalty = Penalty.uniform(lambdaR);
    return new Objective(new Targets.Explicit(), penalty, penalty, Optional.empty(), lambdaG);
  }

  /** Returns whether this is the notebook's form, whatever its two weights. */
  public boolean isNotebooks() {
    return targets.equals(new Targets.Explicit())
        && users.equals(items)
        && users.isUniform()
        && biases.isEmpty();
  }

  /** Returns whether a row has a bias beside its factors. */
  public boolean hasBiases() {
    return biases.isPresent();
  }
}
