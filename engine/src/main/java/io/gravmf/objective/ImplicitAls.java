package io.gravmf.objective;

import io.gravmf.data.Ratings;
import java.util.Optional;

/**
 * Implicit feedback with the constants that its literature quotes (Rendle, Krichene, Zhang &amp;
 * Koren 2021, "Revisiting the Performance of iALS on Item Recommendation Benchmarks", eq. 3 to 5):
 *
 * <pre>
 * sum over known pairs of w (u.v - 1)² + alpha0 sum over all pairs of (u.v)²
 *   + lambda sum_i (count_i + alpha0 m)^nu |u_i|² + lambda sum_j (count_j + alpha0 n)^nu |v_j|²
 * </pre>
 *
 * <p>Divided by the number N of known pairs this is an {@link Objective}: its gravity weighs {@code
 * alpha0 n m / N}, and its penalties are by count, with the offset {@code alpha0} times the other
 * side's rows.
 *
 * @param alpha0 the weight of an unobserved pair; {@code unobserved_weight} in the authors' program
 * @param lambda {@code regularization} there
 * @param nu {@code regularization_exp} there
 * @param alpha known pairs weigh {@code 1 + alpha rating}; 0 there
 */
public record ImplicitAls(double alpha0, double lambda, double nu, double alpha) {

  /** The standard deviation of a factor at the start, times the root of d. */
  public static final double INITIAL_DEVIATION = 0.1;

  /**
   * @throws IllegalArgumentException if a number is not finite or negative
   */
  public ImplicitAls {
    Require.notNegative("alpha0", alpha0);
    Require.notNegative("lambda-r", lambda);
    Require.notNegative("nu", nu);
    Require.notNegative("alpha", alpha);
  }

  /** Returns the objective of these constants over the pairs that are trained on. */
  public Objective over(Ratings train) {
    double n = train.userCount();
    double m = train.itemCount();
    double known = train.size();
    return new Objective(
        new Targets.Implicit(alpha),
        penalty(n, alpha0 * m, known),
        penalty(m, alpha0 * n, known),
        Optional.empty(),
        alpha0 * n * m / known);
  }

  private Penalty penalty(double rows, double offset, double known) {
    double meanWeight = StrictMath.pow(known / rows + offset, nu);
    return new Penalty(lambda * rows * meanWeight / known, nu, offset);
  }

  /** Returns the standard deviation that the authors draw initial factors with. */
  public static double initialDeviation(int dim) {
    return INITIAL_DEVIATION / Math.sqrt(dim);
  }
}
