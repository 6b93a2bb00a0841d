package io.gravmf.backend.cpu;

import static io.gravmf.backend.ReferenceAssertions.assertTrainLoss;
import static io.gravmf.backend.ReferenceAssertions.assertValidationLoss;
import static io.gravmf.backend.StateAssertions.assertIsOneEpochAfter;
import static io.gravmf.backend.StateAssertions.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomObjectives;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CpuBackendPropertyTest {

  private static final double[] WEIGHTS = {0, 0.1, 3};

  /** The first two are 0 in float32, where the step of a padding column would be 0 / 0. */
  private static final double[] EPSILONS = {0, 1e-50, 1e-8};

  private static Backend backend(boolean vector, int threads) {
    return new CpuBackendProvider()
        .create(vector ? "cpu-vector" : "cpu-plain", new BackendOptions(threads));
  }

  /**
   * From factors and moments as a run leaves them: AdamW's first steps are signs, which rounding
   * turns over where a gradient is next to nothing.
   */
  @Property(tries = 60)
  void epochsAgreeWithTheDenseFloat64Reference(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 70) int items,
      @ForAll @IntRange(min = 20, max = 500) int ratings,
      @ForAll @IntRange(min = 1, max = 70) int dim,
      @ForAll @IntRange(min = 0, max = 2) int lambdaR,
      @ForAll @IntRange(min = 0, max = 2) int lambdaG,
      @ForAll @IntRange(min = 0, max = 2) int epsilon,
      @ForAll long seed) {
    Objective weights = Objective.ofWeights(WEIGHTS[lambdaR], WEIGHTS[lambdaG]);
    Problem drawn =
        RandomProblems.midway(RandomProblems.of(users, items, ratings, dim, weights, seed), seed);
    Problem problem =
        new Problem(
            drawn.split(),
            weights,
            new Optimizer.AdamW(0.1, 0.9, 0.999, EPSILONS[epsilon], 0.01),
            drawn.start());
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    try (TrainingSession session = backend(vector, 2).open(problem)) {
      for (int epoch = 0; epoch < 3; epoch++) {
        assertTrainLoss(session.run(1, () -> false)[0], reference, weights);
        reference.step();
        assertValidationLoss(session.validate(), reference, weights);
      }
    }
  }

  @Property(tries = 80)
  void epochsOfTheWholeFamilyAgreeWithTheReference(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 70) int items,
      @ForAll @IntRange(min = 20, max = 500) int ratings,
      @ForAll @IntRange(min = 1, max = 40) int dim,
      @ForAll long seed) {
    Objective objective = RandomObjectives.of(seed);
    Problem problem =
        RandomProblems.midway(RandomProblems.of(users, items, ratings, dim, objective, seed), seed);
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    try (TrainingSession session = backend(vector, 2).open(problem)) {
      for (int epoch = 0; epoch < 3; epoch++) {
        assertTrainLoss(session.run(1, () -> false)[0], reference, objective);
        reference.step();
        assertValidationLoss(session.validate(), reference, objective);
      }
      assertThat(error(session.state().users().factors(), reference.users)).isLessThan(3e-5);
      assertThat(error(session.state().items().factors(), reference.items)).isLessThan(3e-5);
    }
  }

  private static double error(FloatMatrix found, double[][] expected) {
    RelativeError error = new RelativeError();
    for (int i = 0; i < found.rows(); i++) {
      for (int k = 0; k < found.columns(); k++) {
        error.add(found.get(i, k), expected[i][k]);
      }
    }
    return error.value();
  }

  @Property(tries = 80)
  void everyTermsGradientAgreesWithFiniteDifferences(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 8) int users,
      @ForAll @IntRange(min = 1, max = 12) int items,
      @ForAll @IntRange(min = 1, max = 60) int ratings,
      @ForAll @IntRange(min = 1, max = 20) int dim,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(users, items, ratings, dim, RandomObjectives.of(seed), seed);
    TrainingState after;
    try (TrainingSession session = backend(vector, 1).open(problem)) {
      session.run(1, () -> false);
      after = session.state();
    }
    assertIsOneEpochAfter(problem, after);
  }

  @Property(tries = 60)
  void gradientsAgreeWithFiniteDifferences(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 8) int users,
      @ForAll @IntRange(min = 1, max = 12) int items,
      @ForAll @IntRange(min = 1, max = 60) int ratings,
      @ForAll @IntRange(min = 1, max = 20) int dim,
      @ForAll @IntRange(min = 0, max = 2) int lambdaR,
      @ForAll @IntRange(min = 0, max = 2) int lambdaG,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(
            users,
            items,
            ratings,
            dim,
            Objective.ofWeights(WEIGHTS[lambdaR], WEIGHTS[lambdaG]),
            seed);
    TrainingState after;
    try (TrainingSession session = backend(vector, 1).open(problem)) {
      session.run(1, () -> false);
      after = session.state();
    }
    assertIsOneEpochAfter(problem, after);
  }

  @Property(tries = 30)
  void threadsAndCallsDoNotChangeABit(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 200) int users,
      @ForAll @IntRange(min = 1, max = 300) int items,
      @ForAll @IntRange(min = 1, max = 4000) int ratings,
      @ForAll @IntRange(min = 1, max = 40) int dim,
      @ForAll @IntRange(min = 2, max = 7) int threads,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(users, items, ratings, dim, RandomObjectives.of(seed), seed);
    TrainingState one;
    Loss[] oneLosses;
    try (TrainingSession session = backend(vector, 1).open(problem)) {
      oneLosses = session.run(4, () -> false);
      one = session.state();
    }
    try (TrainingSession session = backend(vector, threads).open(problem)) {
      session.run(1, () -> false);
      Loss[] rest = session.run(3, () -> false);
      assertThat(rest).containsExactly(oneLosses[1], oneLosses[2], oneLosses[3]);
      assertSameBits(session.state(), one);
    }
  }

  @Property(tries = 20)
  void aStateResumesToTheSameBits(@ForAll boolean vector, @ForAll long seed) {
    Problem problem = RandomProblems.of(30, 50, 600, 13, RandomObjectives.of(seed), seed);
    Backend backend = backend(vector, 2);
    TrainingState whole;
    try (TrainingSession session = backend.open(problem)) {
      session.run(7, () -> false);
      whole = session.state();
    }
    TrainingState half;
    try (TrainingSession session = backend.open(problem)) {
      session.run(3, () -> false);
      half = session.state();
    }
    Problem rest = new Problem(problem.split(), problem.objective(), problem.optimizer(), half);
    try (TrainingSession session = backend.open(rest)) {
      session.run(4, () -> false);
      assertSameBits(session.state(), whole);
    }
  }
}
