package io.gravmf.backend.reference;

import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Random members of the family of objectives, each part there or not. */
public final class RandomObjectives {

  private static final double[] LAMBDAS = {0, 0.1, 3};
  private static final double[] EXPONENTS = {0, 0.5, 1};
  private static final double[] OFFSETS = {0, 0.3, 20};
  private static final double[] ALPHAS = {0, 0.4, 10};
  private static final double[] UNOBSERVED = {0, 0, 0.5, 0.9};

  private RandomObjectives() {}

  /** Draws one. */
  public static Objective of(long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    Targets targets =
        random.nextBoolean()
            ? new Targets.Explicit()
            : new Targets.Implicit(oneOf(ALPHAS, random), oneOf(UNOBSERVED, random));
    Penalty users = penalty(random);
    Penalty items = random.nextBoolean() ? users : penalty(random);
    Optional<BiasPenalty> biases =
        random.nextBoolean()
            ? Optional.of(new BiasPenalty(oneOf(LAMBDAS, random), oneOf(LAMBDAS, random)))
            : Optional.empty();
    return new Objective(targets, users, items, biases, oneOf(LAMBDAS, random));
  }

  private static Penalty penalty(UniformRandomProvider random) {
    return new Penalty(oneOf(LAMBDAS, random), oneOf(EXPONENTS, random), oneOf(OFFSETS, random));
  }

  private static double oneOf(double[] values, UniformRandomProvider random) {
    return values[random.nextInt(values.length)];
  }
}
