package io.gravmf.train;

import io.gravmf.backend.Hyperparameters;
import io.gravmf.backend.Problem;
import io.gravmf.data.DenseIds;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Random small problems, with empty rows and duplicate ratings as they fall. */
public final class RandomProblems {

  private RandomProblems() {}

  /** Returns hyperparameters with the notebook's constants but for the two weights. */
  public static Hyperparameters weights(double lambdaR, double lambdaG) {
    return new Hyperparameters(0.1, 0.9, 0.999, 1e-8, 0.01, lambdaR, lambdaG);
  }

  /** Returns a problem with uniformly placed ratings, one in five of them held out. */
  public static Problem of(
      int users, int items, int ratings, int dim, Hyperparameters hyperparameters, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    int held = ratings / 5;
    Split split =
        new Split(
            draw(users, items, ratings - held, random), draw(users, items, held, random), "random");
    return new Problem(
        split,
        split.train().mean(),
        hyperparameters,
        InitialFactors.normal(users, items, dim, seed));
  }

  private static Ratings draw(int users, int items, int count, UniformRandomProvider random) {
    int[] userRows = new int[count];
    int[] itemRows = new int[count];
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      userRows[k] = random.nextInt(users);
      itemRows[k] = random.nextInt(items);
      values[k] = 1 + random.nextInt(5);
    }
    return new Ratings(userRows, itemRows, values, null, new DenseIds(users), new DenseIds(items));
  }
}
