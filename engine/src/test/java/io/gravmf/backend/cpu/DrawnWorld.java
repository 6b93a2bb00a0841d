package io.gravmf.backend.cpu;

import io.gravmf.data.DenseIds;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.objective.Hyperpriors;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Parameters and ratings from the prior, drawn by other means than the sampler's: a Wishart matrix
 * is the sum of the squares of normal vectors, which takes a whole number of degrees.
 *
 * @param users a row for each of factors and a bias
 * @param items the same
 * @param noise the ratings' precision
 * @param rated which pairs are rated
 * @param split trains on these; nothing is held out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DrawnWorld(
    double[][] users, double[][] items, double noise, boolean[][] rated, Split split) {

  private static final double NEAR_ZERO = 0.01;

  static DrawnWorld draw(int n, int m, int dim, double share, Hyperpriors prior, long seed) {
    return draw(n, m, dim, share, prior, RandomSource.XO_SHI_RO_256_PP.create(seed));
  }

  /** Draws until the ratings' mean is next to 0 and there are a rated pair and one that is not. */
  static DrawnWorld centred(int n, int m, int dim, double share, Hyperpriors prior, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    while (true) {
      DrawnWorld world = draw(n, m, dim, share, prior, random);
      int size = world.split.train().size();
      if (size > 0 && size < n * m && Math.abs(world.split.train().mean()) < NEAR_ZERO) {
        return world;
      }
    }
  }

  private static DrawnWorld draw(
      int n, int m, int dim, double share, Hyperpriors prior, UniformRandomProvider random) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    double noise =
        AhrensDieterMarsagliaTsangGammaSampler.of(random, prior.noiseShape(), 1 / prior.noiseRate())
            .sample();
    double[][] users = side(n, dim, prior, normal);
    double[][] items = side(m, dim, prior, normal);
    boolean[][] rated = new boolean[n][m];
    int[] ratedUsers = new int[n * m];
    int[] ratedItems = new int[n * m];
    float[] values = new float[n * m];
    int size = 0;
    for (int i = 0; i < n; i++) {
      double precision = noise * userNoise(prior, random);
      for (int j = 0; j < m; j++) {
        rated[i][j] = random.nextDouble() < share;
        if (rated[i][j]) {
          ratedUsers[size] = i;
          ratedItems[size] = j;
          values[size++] =
              (float) (truth(users[i], items[j]) + normal.sample() / Math.sqrt(precision));
        }
      }
    }
    Ratings train = ratings(n, m, size, ratedUsers, ratedItems, values);
    Ratings none = ratings(n, m, 0, new int[0], new int[0], new float[0]);
    return new DrawnWorld(users, items, noise, rated, new Split(train, none, "drawn"));
  }

  private static double userNoise(Hyperpriors prior, UniformRandomProvider random) {
    double shape = prior.userNoise();
    return shape > 0
        ? AhrensDieterMarsagliaTsangGammaSampler.of(random, shape, 1 / shape).sample()
        : 1;
  }

  private static Ratings ratings(int n, int m, int size, int[] users, int[] items, float[] values) {
    return new Ratings(
        java.util.Arrays.copyOf(users, size),
        java.util.Arrays.copyOf(items, size),
        java.util.Arrays.copyOf(values, size),
        null,
        new DenseIds(n),
        new DenseIds(m));
  }

  private static double[][] side(
      int rows, int dim, Hyperpriors prior, ZigguratSampler.NormalizedGaussian normal) {
    double[][] factors = block(rows, dim, prior, normal);
    double[][] biases = block(rows, 1, prior, normal);
    double[][] both = new double[rows][dim + 1];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(factors[row], 0, both[row], 0, dim);
      both[row][dim] = biases[row][0];
    }
    return both;
  }

  private static double[][] block(
      int rows, int d, Hyperpriors prior, ZigguratSampler.NormalizedGaussian normal) {
    RealMatrix precision = new Array2DRowRealMatrix(d, d);
    for (int k = 0; k < d + Math.round(prior.extra()); k++) {
      double[] x = vector(d, normal);
      RealMatrix column = new Array2DRowRealMatrix(x);
      precision = precision.add(column.multiply(column.transpose()).scalarMultiply(prior.scale()));
    }
    RealMatrix covariance = new LUDecomposition(precision).getSolver().getInverse();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        covariance.setEntry(i, j, covariance.getEntry(j, i));
      }
    }
    RealMatrix root = new CholeskyDecomposition(covariance).getL();
    double[] mean = root.operate(vector(d, normal));
    double[][] drawn = new double[rows][];
    for (int row = 0; row < rows; row++) {
      drawn[row] = root.operate(vector(d, normal));
      for (int k = 0; k < d; k++) {
        drawn[row][k] += mean[k] / Math.sqrt(prior.strength());
      }
    }
    return drawn;
  }

  private static double[] vector(int d, ZigguratSampler.NormalizedGaussian normal) {
    double[] x = new double[d];
    for (int k = 0; k < d; k++) {
      x[k] = normal.sample();
    }
    return x;
  }

  private static double product(double[] user, double[] item) {
    double sum = 0;
    for (int k = 0; k < user.length - 1; k++) {
      sum += user[k] * item[k];
    }
    return sum;
  }

  private static double truth(double[] user, double[] item) {
    return product(user, item) + user[user.length - 1] + item[item.length - 1];
  }

  double truth(int user, int item) {
    return truth(users[user], items[item]);
  }

  boolean isRated(int user, int item) {
    return rated[user][item];
  }

  /** Returns a pair that is not rated. */
  int[] unrated() {
    for (int user = 0; user < rated.length; user++) {
      for (int item = 0; item < rated[user].length; item++) {
        if (!rated[user][item]) {
          return new int[] {user, item};
        }
      }
    }
    throw new IllegalStateException("all pairs are rated");
  }

  /** Returns the sum of the squares of all u.v. */
  double spread() {
    double sum = 0;
    for (double[] user : users) {
      for (double[] item : items) {
        sum += product(user, item) * product(user, item);
      }
    }
    return sum;
  }
}
