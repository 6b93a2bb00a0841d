package io.gravmf.cuda;

import static io.gravmf.backend.ReferenceAssertions.assertTrainLoss;
import static io.gravmf.backend.ReferenceAssertions.assertValidationLoss;
import static io.gravmf.backend.StateAssertions.assertIsOneEpochAfter;
import static io.gravmf.backend.StateAssertions.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomObjectives;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.data.FloatMatrix;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** AdamW on objectives that are not the notebook's, and what epochs and sweeps have in common. */
@OnEmulatedDevice
class CudaFamilyTest {

  private static final BackendOptions STREAM = Training.by(EpochPath.STREAM);

  @Provide
  Arbitrary<BackendOptions> ways() {
    return Arbitraries.of(Training.waysOfSweeps());
  }

  @Provide
  Arbitrary<Objective> objectives() {
    return Arbitraries.longs().map(RandomObjectives::of).filter(o -> !o.isNotebooks());
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void epochsAgreeWithTheDenseFloat64Reference(
      @ForAll @From("ways") BackendOptions way,
      @ForAll @IntRange(min = 1, max = 50) int users,
      @ForAll @IntRange(min = 1, max = 60) int items,
      @ForAll @IntRange(min = 20, max = 900) int ratings,
      @ForAll @IntRange(min = 1, max = 70) int dim,
      @ForAll @From("objectives") Objective objective,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.midway(RandomProblems.of(users, items, ratings, dim, objective, seed), seed);
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    try (TrainingSession session = Training.backend(way).open(problem)) {
      for (int epochs : new int[] {1, 2}) {
        assertValidationLoss(session.validate(), reference, objective);
        for (Loss found : session.run(epochs, () -> false)) {
          assertTrainLoss(found, reference, objective);
          reference.step();
        }
      }
      TrainingState state = session.state();
      assertThat(state.epoch()).isEqualTo(problem.start().epoch() + 3);
      assertClose(state.users(), reference.users, reference.userMoments);
      assertClose(state.items(), reference.items, reference.itemMoments);
    }
  }

  private static void assertClose(
      TrainingState.Side found, double[][] factors, double[][][] moments) {
    assertThat(error(found.factors(), factors)).isLessThan(3e-5);
    assertThat(error(found.firstMoment(), moments[0])).isLessThan(3e-5);
    assertThat(error(found.secondMoment(), moments[1])).isLessThan(3e-5);
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

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void gradientsAgreeWithFiniteDifferences(
      @ForAll @IntRange(min = 1, max = 8) int users,
      @ForAll @IntRange(min = 1, max = 12) int items,
      @ForAll @IntRange(min = 1, max = 60) int ratings,
      @ForAll @IntRange(min = 1, max = 12) int dim,
      @ForAll @From("objectives") Objective objective,
      @ForAll long seed) {
    Problem problem = RandomProblems.of(users, items, ratings, dim, objective, seed);
    assertIsOneEpochAfter(problem, Training.of(STREAM, problem, 1).state());
  }

  private static List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (Objective objective : Training.objectives()) {
      Problem problem = RandomProblems.of(4, 150, 1100, 11, objective, 2);
      if (!objective.isNotebooks()) {
        problems.add(problem);
      }
      problems.add(problem.with(new Optimizer.LeastSquares()));
      problems.add(problem.with(new Optimizer.ConjugateGradients(2)));
    }
    return problems;
  }

  @Example
  void neitherMultiprocessorsNorTheOrderOfThreadsNorBatchesChangeABit() {
    for (Problem problem : problems()) {
      EmulatedDriver.reset();
      Training expected = Training.of(STREAM, problem, 5);
      Training.of(Training.by(EpochPath.GRAPH), problem, 2, 0, 3).assertSameBits(expected);
      EmulatedDriver.set("sms", 1);
      Training.of(Training.by(EpochPath.AUTO), problem, 5).assertSameBits(expected);
      EmulatedDriver.set("sms", 16);
      EmulatedDriver.set("backwards", 1);
      Training.of(STREAM, problem, 1, 4).assertSameBits(expected);
    }
  }

  @Example
  void runsLongerThanABatchGiveTheSameBits() {
    Problem tiny =
        RandomProblems.of(5, 7, 40, 3, Training.objectives().get(2), 1)
            .with(new Optimizer.LeastSquares());
    Training expected = Training.of(Training.by(EpochPath.GRAPH), tiny, 515);
    Training.of(STREAM, tiny, 200, 315).assertSameBits(expected);
    assertThat(expected.losses()).hasSize(515);
  }

  @Example
  void aStateResumesToTheSameBits() {
    for (Problem problem : problems()) {
      Training whole = Training.of(STREAM, problem, 4);
      TrainingState half = Training.of(STREAM, problem, 2).state();
      Problem rest = new Problem(problem.split(), problem.objective(), problem.optimizer(), half);
      assertSameBits(Training.of(STREAM, rest, 2).state(), whole.state());
    }
  }

  @Example
  void validationDoesNotDisturbTraining() {
    for (Problem problem : problems()) {
      Training expected = Training.of(STREAM, problem, 3);
      try (TrainingSession session = Training.backend(STREAM).open(problem)) {
        List<Loss> losses = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
          session.validate();
          losses.addAll(List.of(session.run(1, () -> false)));
          session.state();
        }
        new Training(losses, session.validate(), session.state()).assertSameBits(expected);
      }
    }
  }

  @Example
  void aRunCanBeStoppedBeforeItBegins() {
    Problem problem = problems().get(0);
    try (TrainingSession session = Training.backend(STREAM).open(problem)) {
      assertThat(session.run(3, () -> true)).isEmpty();
      assertThat(session.epoch()).isZero();
    }
  }
}
