package io.gravmf.objective;

import io.gravmf.data.Ratings;
import java.util.Optional;

/**
 * Implicit feedback with the constants that its literature quotes (Rendle, Krichene, Zhang &amp;
 * Koren 2021, "Revisiting the Performance of iALS on Item Recommendation Benchmarks", eq. 3 to 5):
 *
 * <pre>
 * sum over known pairs of w (u.v - 1)² + alpha0 sum over all pairs of (u.v)²
 *   + lambda sum_i (count_i + alpha0 m)^nu |u_i|² + lambda sum_j (count_j + alpha0 n)^nuItems |v_j|²
 * </pre>
 *
 * <p>Divided by the number N of known pairs this is an {@link Objective}: its gravity weighs {@code
 * alpha0 n m / N}, and its penalties are by count, with the offset {@code alpha0} times the other
 * side's rows.
 *
 * <p>That offset is far above most rows' counts where {@code alpha0} is about 1, so that these
 * hardly matter, whatever the exponent. Without {@code countsUnknown} it is left out: rows are then
 * penalised by their known pairs alone, as by ALS-WR.
 *
 * @param alpha0 the weight of an unobserved pair; {@code unobserved_weight} in the authors' program
 * @param lambda {@code regularization} there
 * @param nu the exponent of the users' counts; {@code regularization_exp} there
 * @param nuItems the exponent of the items'; the same there
 * @param countsUnknown whether unknown pairs are in the counts, {@code alpha0} each; true there
 * @param alpha known pairs weigh {@code 1 + alpha rating}; 0 there
 */
public record ImplicitAls(
    double alpha0, double lambda, double nu, double nuItems, boolean countsUnknown, double alpha) {

  /** The standard deviation of a factor at the start, times the root of d. */
  public static final double INITIAL_DEVIATION = 0.1;

  /**
   * @throws IllegalArgumentException if a number is not finite or negative
   */
  public ImplicitAls {
    Require.notNegative("alpha0", alpha0);
    Require.notNegative("lambda-r", lambda);
    Require.notNegative("nu", nu);
    Require.notNegative("nu-items", nuItems);
    Require.notNegative("alpha", alpha);
  }

  /**
   * Returns the authors' form, of one exponent.
   *
   * @throws IllegalArgumentException if a number is not finite or negative
   */
  public static ImplicitAls published(double alpha0, double lambda, double nu, double alpha) {
    return new ImplicitAls(alpha0, lambda, nu, nu, true, alpha);
  }

  /** Returns the objective of these constants over the pairs that are trained on. */
  public Objective over(Ratings train) {
    double n = train.userCount();
    double m = train.itemCount();
    double known = train.size();
    return new Objective(
        new Targets.Implicit(alpha),
        penalty(n, m, nu, known),
        penalty(m, n, nuItems, known),
        Optional.empty(),
        alpha0 * n * m / known);
  }

  private Penalty penalty(double rows, double others, double exponent, double known) {
    double offset = countsUnknown ? alpha0 * others : 0;
    double meanWeight = StrictMath.pow(known / rows + offset, exponent);
    return new Penalty(lambda * rows * meanWeight / known, exponent, offset);
  }

  /** Returns the standard deviation that the authors draw initial factors with. */
  public static double initialDeviation(int dim) {
    return INITIAL_DEVIATION / Math.sqrt(dim);
  }
}
