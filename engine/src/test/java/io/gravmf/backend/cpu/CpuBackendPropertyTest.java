package io.gravmf.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.data.FloatMatrix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CpuBackendPropertyTest {

  private static final double[] WEIGHTS = {0, 0.1, 3};

  private static Backend backend(boolean vector, int threads) {
    return new CpuBackendProvider()
        .create(vector ? "cpu-vector" : "cpu-plain", new BackendOptions(threads));
  }

  @Property(tries = 60)
  void epochsAgreeWithTheDenseFloat64Reference(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 70) int items,
      @ForAll @IntRange(min = 1, max = 500) int ratings,
      @ForAll @IntRange(min = 1, max = 70) int dim,
      @ForAll @IntRange(min = 0, max = 2) int lambdaR,
      @ForAll @IntRange(min = 0, max = 2) int lambdaG,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(
            users,
            items,
            ratings,
            dim,
            RandomProblems.weights(WEIGHTS[lambdaR], WEIGHTS[lambdaG]),
            seed);
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    try (TrainingSession session = backend(vector, 2).open(problem)) {
      for (int epoch = 0; epoch < 3; epoch++) {
        Loss expected = reference.trainLoss();
        Loss found = session.run(1, () -> false)[0];
        reference.step();
        assertClose(found, expected);
        assertClose(session.validate(), reference.validationLoss());
      }
    }
  }

  private static void assertClose(Loss found, Loss expected) {
    assertClose(found.mse(), expected.mse());
    assertClose(found.l2(), expected.l2());
    assertClose(found.gravity(), expected.gravity());
  }

  private static void assertClose(double found, double expected) {
    assertThat(Math.abs(found - expected)).isLessThanOrEqualTo(2e-5 * Math.abs(expected) + 1e-12);
  }

  /**
   * AdamW's first step moves by the sign of the gradient, so the first moment, {@code 0.1 g}, is
   * what shows the gradient itself.
   */
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
            RandomProblems.weights(WEIGHTS[lambdaR], WEIGHTS[lambdaG]),
            seed);
    TrainingState after;
    try (TrainingSession session = backend(vector, 1).open(problem)) {
      session.run(1, () -> false);
      after = session.state();
    }
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    assertFiniteDifferences(reference, reference.users, after.users().firstMoment());
    assertFiniteDifferences(reference, reference.items, after.items().firstMoment());
  }

  private static void assertFiniteDifferences(
      ReferenceTrainer reference, double[][] factors, FloatMatrix firstMoment) {
    double step = 1e-5;
    double scale = 0;
    double worst = 0;
    for (int i = 0; i < firstMoment.rows(); i++) {
      for (int k = 0; k < firstMoment.columns(); k++) {
        double at = factors[i][k];
        factors[i][k] = at + step;
        double above = reference.trainLoss().total();
        factors[i][k] = at - step;
        double below = reference.trainLoss().total();
        factors[i][k] = at;
        double expected = (above - below) / (2 * step);
        scale = Math.max(scale, Math.abs(expected));
        worst = Math.max(worst, Math.abs(firstMoment.get(i, k) / 0.1 - expected));
      }
    }
    assertThat(worst).isLessThanOrEqualTo(1e-5 * scale + 1e-7);
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
        RandomProblems.of(users, items, ratings, dim, RandomProblems.weights(0.1, 0.1), seed);
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
    Problem problem = RandomProblems.of(30, 50, 600, 13, RandomProblems.weights(0.1, 0.1), seed);
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
    Problem rest = new Problem(problem.split(), problem.mean(), problem.hyperparameters(), half);
    try (TrainingSession session = backend.open(rest)) {
      session.run(4, () -> false);
      assertSameBits(session.state(), whole);
    }
  }

  private static void assertSameBits(TrainingState found, TrainingState expected) {
    assertThat(found.epoch()).isEqualTo(expected.epoch());
    assertSameBits(found.users(), expected.users());
    assertSameBits(found.items(), expected.items());
  }

  private static void assertSameBits(TrainingState.Side found, TrainingState.Side expected) {
    assertThat(found.factors().values()).isEqualTo(expected.factors().values());
    assertThat(found.firstMoment().values()).isEqualTo(expected.firstMoment().values());
    assertThat(found.secondMoment().values()).isEqualTo(expected.secondMoment().values());
  }
}
