package io.gravmf.sample;

import io.gravmf.solve.Observations;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * How much each user's ratings scatter: user i's are from N(prediction, 1/(τ w_i)), and w_i is from
 * Gamma(a, a), so that its mean is 1 (Lakshminarayanan, Bouchard &amp; Archambeau 2011, "Robust
 * Bayesian Matrix Factorisation"). To the rows' systems w_i is the weight of a rating.
 */
public final class UserNoise {

  private final double shape;
  private final float[] weights;
  private final float[] roots;

  /**
   * Begins with users who are all alike.
   *
   * @param shape a, above 0
   */
  public UserNoise(double shape, int users) {
    this.shape = shape;
    weights = new float[users];
    roots = new float[users];
    Arrays.fill(weights, 1);
    Arrays.fill(roots, 1);
  }

  /** Returns the users' weights, which are read alone. */
  public float[] weights() {
    return weights;
  }

  /**
   * Takes over weights.
   *
   * @throws IllegalArgumentException if they are of another number of users
   */
  public void restore(float[] from) {
    if (from.length != weights.length) {
      throw new IllegalArgumentException(
          "there are " + from.length + " users' noises, expected " + weights.length);
    }
    System.arraycopy(from, 0, weights, 0, from.length);
    takeRoots();
  }

  private void takeRoots() {
    for (int user = 0; user < weights.length; user++) {
      roots[user] = (float) Math.sqrt(weights[user]);
    }
  }

  /** Returns the sum of the squared errors of all users, of which each user's are weighted. */
  public double unweighted(double[] squaredErrors) {
    double sum = 0;
    for (int user = 0; user < weights.length; user++) {
      sum += squaredErrors[user] / weights[user];
    }
    return sum;
  }

  /**
   * Draws each user's weight given the errors.
   *
   * @param noise τ
   * @param offsets where each user's ratings begin, and last their number
   * @param squaredErrors the sum of each user's squared errors, times the user's weight so far
   */
  public void draw(
      double noise, int[] offsets, double[] squaredErrors, UniformRandomProvider random) {
    for (int user = 0; user < weights.length; user++) {
      weights[user] =
          (float)
              GammaPrecision.draw(
                  shape,
                  shape,
                  offsets[user + 1] - offsets[user],
                  noise * squaredErrors[user] / weights[user],
                  random);
    }
    takeRoots();
  }

  /** Gives the ratings of some users their weights. */
  public void weighUsers(Observations users, int first, int end) {
    for (int user = first; user < end; user++) {
      int from = users.offsets()[user];
      int to = users.offsets()[user + 1];
      Arrays.fill(users.weights(), from, to, weights[user]);
      Arrays.fill(users.roots(), from, to, roots[user]);
    }
  }

  /** Gives the ratings of some items those of the users whose ratings they are. */
  public void weighItems(Observations items, int first, int end) {
    for (int k = items.offsets()[first]; k < items.offsets()[end]; k++) {
      int user = items.columns()[k];
      items.weights()[k] = weights[user];
      items.roots()[k] = roots[user];
    }
  }
}
