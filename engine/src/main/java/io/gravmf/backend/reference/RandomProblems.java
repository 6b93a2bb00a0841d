package io.gravmf.backend.reference;

import io.gravmf.backend.Hyperparameters;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
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
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    TrainingState start =
        TrainingState.initial(normal(users, dim, gaussian), normal(items, dim, gaussian));
    return new Problem(split, split.train().mean(), hyperparameters, start);
  }

  /** Returns the problem as a run would leave it after some epochs: with random moments. */
  public static Problem midway(Problem problem, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(~seed);
    TrainingState start =
        new TrainingState(
            7, midway(problem.start().users(), random), midway(problem.start().items(), random));
    return new Problem(problem.split(), problem.mean(), problem.hyperparameters(), start);
  }

  private static TrainingState.Side midway(TrainingState.Side side, UniformRandomProvider random) {
    TrainingState.Side with = TrainingState.Side.initial(side.factors());
    float[] second = with.secondMoment().values();
    for (int k = 0; k < second.length; k++) {
      with.firstMoment().values()[k] = random.nextFloat() - 0.5f;
      second[k] = 0.01f + 0.1f * random.nextFloat();
    }
    return with;
  }

  private static FloatMatrix normal(
      int rows, int columns, ZigguratSampler.NormalizedGaussian gaussian) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = (float) gaussian.sample();
    }
    return matrix;
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
