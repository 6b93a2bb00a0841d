package io.gravmf.data.synthetic;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** How many ratings each user gives: a floor plus a log-normal share, adding up exactly. */
final class Activity {

  /** MovieLens keeps users with at least so many ratings. */
  private static final int FLOOR = 20;

  /**
   * Between MovieLens-100K's quartiles, 33, 65 and 148, which ask for less, and those of its large
   * successors, which ask for more.
   */
  private static final double SIGMA = 1.35;

  /** No user rates more than this share of the items, unless the ratings leave no choice. */
  private static final double MOST = 0.45;

  /** Rounds of making up for what the limit cuts off; what is left then is dealt one by one. */
  private static final int ROUNDS = 20;

  private Activity() {}

  static int[] counts(SyntheticConfig config, UniformRandomProvider random) {
    int users = config.users();
    long mean = config.ratings() / users;
    long floor = Math.min(FLOOR, mean);
    int most = (int) Math.min(config.items(), Math.max(MOST * config.items(), 2.0 * mean + 1));
    double[] shares = new double[users];
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    for (int user = 0; user < users; user++) {
      shares[user] = StrictMath.exp(SIGMA * gaussian.sample());
    }
    double scale = scale(shares, config.ratings() - floor * users, most - floor);
    int[] counts = new int[users];
    long left = config.ratings();
    for (int user = 0; user < users; user++) {
      counts[user] = (int) Math.min(most, floor + (long) (scale * shares[user]));
      left -= counts[user];
    }
    // Ends, as all users together have room for at least that many: see the limit above.
    while (left > 0) {
      for (int user = 0; user < users && left > 0; user++) {
        if (counts[user] < most) {
          counts[user]++;
          left--;
        }
      }
    }
    return counts;
  }

  /**
   * Returns the factor with which shares, none taken above a limit, add up to a total or a little
   * less. Each round raises it by what is missing; as the sum is concave in the factor, it never
   * overshoots.
   */
  private static double scale(double[] shares, long total, long limit) {
    double scale = 0;
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    if (total > 0) {
      scale = (double) total / sum;
      for (int round = 0; round < ROUNDS; round++) {
        sum = 0;
        for (double share : shares) {
          sum += Math.min((double) limit, scale * share);
        }
        scale *= total / sum;
      }
    }
    return scale;
  }
}
