package io.gravmf.data.synthetic;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** How many ratings each user gives: a floor plus a log-normal share, adding up exactly. */
final class Activity {

  /** MovieLens keeps users with at least so many ratings. */
  private static final int FLOOR = 20;

  /** Makes the median of MovieLens-100K's shape about 65 where the mean is 106. */
  private static final double SIGMA = 1.15;

  /** No user rates more than this share of the items, unless the ratings leave no choice. */
  private static final double MOST = 0.45;

  private Activity() {}

  static int[] counts(SyntheticConfig config, UniformRandomProvider random) {
    int users = config.users();
    long mean = config.ratings() / users;
    long floor = Math.min(FLOOR, mean);
    int most = (int) Math.min(config.items(), Math.max(MOST * config.items(), 2.0 * mean + 1));
    floor = Math.min(floor, most);
    double[] shares = new double[users];
    double sum = 0;
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    for (int user = 0; user < users; user++) {
      shares[user] = StrictMath.exp(SIGMA * gaussian.sample());
      sum += shares[user];
    }
    double scale = (config.ratings() - floor * users) / sum;
    int[] counts = new int[users];
    long left = config.ratings();
    for (int user = 0; user < users; user++) {
      counts[user] = (int) Math.min(most, floor + (long) (scale * shares[user]));
      left -= counts[user];
    }
    while (left > 0) {
      long before = left;
      for (int user = 0; user < users && left > 0; user++) {
        if (counts[user] < most) {
          counts[user]++;
          left--;
        }
      }
      if (left == before) {
        most = config.items();
      }
    }
    return counts;
  }
}
