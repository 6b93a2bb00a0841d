package io.gravmf.backend.reference;

import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Random small problems, with empty rows and duplicate ratings as they fall. */
public final class RandomProblems {

  private RandomProblems() {}

  /**
   * Returns a problem for AdamW with the notebook's constants, with uniformly placed ratings, one
   * in five of them held out. Biases, where the objective has them, are drawn as factors are.
   */
  public static Problem of(
      int users, int items, int ratings, int dim, Objective objective, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    int held = ratings / 5;
    Split split =
        new Split(
            draw(users, items, ratings - held, random), draw(users, items, held, random), "random");
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    int columns = objective.hasBiases() ? dim + 1 : dim;
    TrainingState start =
        new TrainingState(
            0,
            dim,
            TrainingState.Side.initial(normal(users, columns, gaussian)),
            TrainingState.Side.initial(normal(items, columns, gaussian)));
    return new Problem(split, objective, Optimizer.AdamW.NOTEBOOK, start);
  }

  /** Returns the problem as a run would leave it after some epochs: with random moments. */
  public static Problem midway(Problem problem, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(~seed);
    TrainingState start =
        new TrainingState(
            7,
            problem.start().dim(),
            midway(problem.start().users(), random),
            midway(problem.start().items(), random));
    return new Problem(problem.split(), problem.objective(), problem.optimizer(), start);
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
