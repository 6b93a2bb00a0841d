package io.gravmf.backend.cpu;

import static io.gravmf.backend.ReferenceAssertions.assertTrainLoss;
import static io.gravmf.backend.ReferenceAssertions.assertValidationLoss;
import static io.gravmf.backend.StateAssertions.assertSameBits;
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
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Sweeps beside the objective in float64. */
class SweepSessionPropertyTest {

  private static Backend backend(boolean vector, int threads) {
    return new CpuBackendProvider()
        .create(vector ? "cpu-vector" : "cpu-plain", new BackendOptions(threads));
  }

  @Provide
  static Arbitrary<Objective> objectives() {
    Arbitrary<Targets> targets =
        Arbitraries.of(new Targets.Explicit(), new Targets.Implicit(0), new Targets.Implicit(0.7));
    Arbitrary<Double> lambdas = Arbitraries.of(0.01, 0.1, 3.0);
    Arbitrary<Penalty> penalties =
        Combinators.combine(lambdas, Arbitraries.of(0.0, 0.5, 1.0), Arbitraries.of(0.0, 2.0))
            .as(Penalty::new);
    Arbitrary<Optional<BiasPenalty>> biases =
        Combinators.combine(lambdas, lambdas).as(BiasPenalty::new).optional(0.5);
    return Combinators.combine(targets, penalties, penalties, biases, Arbitraries.of(0.0, 0.1, 2.0))
        .as(Objective::new);
  }

  /** Items are solved by the new users, users by the old items: there the loss has no slope. */
  @Property(tries = 100)
  void afterASweepNoRowHasASlope(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 70) int items,
      @ForAll @IntRange(min = 2, max = 900) int ratings,
      @ForAll @IntRange(min = 1, max = 50) int dim,
      @ForAll("objectives") Objective objective,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(users, items, ratings, dim, objective, seed)
            .with(new Optimizer.LeastSquares());
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    try (TrainingSession session = backend(vector, 2).open(problem)) {
      assertValidationLoss(session.validate(), reference, objective);
      double scale = largest(reference.gradients());
      Loss[] losses = session.run(1, () -> false);
      TrainingState state = session.state();
      copy(state.users().factors(), reference.users);
      assertThat(largest(reference.gradients()[0])).isLessThan(1e-4 * scale);
      copy(state.items().factors(), reference.items);
      assertThat(largest(reference.gradients()[1])).isLessThan(1e-4 * scale);
      assertTrainLoss(losses[0], reference, objective);
      assertValidationLoss(session.validate(), reference, objective);
    }
  }

  @Property(tries = 40)
  void stepsOfConjugateGradientsNeverRaiseTheLossAndAreReportedTruly(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 70) int items,
      @ForAll @IntRange(min = 2, max = 900) int ratings,
      @ForAll @IntRange(min = 1, max = 50) int dim,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll("objectives") Objective objective,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(users, items, ratings, dim, objective, seed)
            .with(new Optimizer.ConjugateGradients(steps));
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    double before = reference.trainLoss().total();
    try (TrainingSession session = backend(vector, 2).open(problem)) {
      for (int sweep = 0; sweep < 3; sweep++) {
        Loss loss = session.run(1, () -> false)[0];
        copy(session.state().users().factors(), reference.users);
        copy(session.state().items().factors(), reference.items);
        assertTrainLoss(loss, reference, objective);
        assertValidationLoss(session.validate(), reference, objective);
        assertThat(loss.total()).isLessThanOrEqualTo(before * (1 + 1e-5) + 1e-9);
        before = loss.total();
      }
    }
  }

  @Property(tries = 30)
  void threadsCallsAndResumingDoNotChangeABit(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 200) int users,
      @ForAll @IntRange(min = 1, max = 300) int items,
      @ForAll @IntRange(min = 2, max = 4000) int ratings,
      @ForAll @IntRange(min = 1, max = 40) int dim,
      @ForAll @IntRange(min = 2, max = 7) int threads,
      @ForAll boolean exact,
      @ForAll("objectives") Objective objective,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(users, items, ratings, dim, objective, seed)
            .with(exact ? new Optimizer.LeastSquares() : new Optimizer.ConjugateGradients(3));
    TrainingState one;
    Loss[] oneLosses;
    try (TrainingSession session = backend(vector, 1).open(problem)) {
      oneLosses = session.run(3, () -> false);
      one = session.state();
    }
    TrainingState half;
    try (TrainingSession session = backend(vector, threads).open(problem)) {
      assertThat(session.run(1, () -> false)).containsExactly(oneLosses[0]);
      half = session.state();
    }
    Problem rest = new Problem(problem.split(), objective, problem.optimizer(), half);
    try (TrainingSession session = backend(vector, threads).open(rest)) {
      assertThat(session.run(2, () -> false)).containsExactly(oneLosses[1], oneLosses[2]);
      assertSameBits(session.state(), one);
    }
  }

  private static void copy(FloatMatrix from, double[][] to) {
    for (int i = 0; i < to.length; i++) {
      for (int k = 0; k < to[i].length; k++) {
        to[i][k] = from.get(i, k);
      }
    }
  }

  private static double largest(double[][][] sides) {
    return Math.max(largest(sides[0]), largest(sides[1]));
  }

  private static double largest(double[][] rows) {
    double largest = 0;
    for (double[] row : rows) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}
