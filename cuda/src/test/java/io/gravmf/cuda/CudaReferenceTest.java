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
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Every way to run epochs against the notebook's arithmetic in float64. Without shrinking, which
 * goes on beside the next test where it takes long.
 */
@OnEmulatedDevice
class CudaReferenceTest {

  @Provide
  Arbitrary<BackendOptions> ways() {
    return Arbitraries.of(Training.ways());
  }

  /** All widths of kernels, their edges, and rows that are no multiple of 16 bytes. */
  @Provide
  Arbitrary<Integer> dims() {
    return Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.integers().between(1, 70)),
        Tuple.of(4, Arbitraries.of(16, 17, 32, 33, 64, 65, 127, 128, 129, 255, 256)),
        Tuple.of(1, Arbitraries.of(257, 511, 512, 513, 1023, 1024)));
  }

  @Provide
  Arbitrary<Objective> objectives() {
    return Combinators.combine(Arbitraries.of(0.0, 0.1, 3.0), Arbitraries.of(0.0, 0.1, 3.0))
        .as(Objective::ofWeights);
  }

  @Provide
  Arbitrary<Optimizer.AdamW> optimizers() {
    return Combinators.combine(
            Arbitraries.of(0.0, 0.001, 0.1, 0.3),
            Arbitraries.of(0.5, 0.9),
            Arbitraries.of(0.9, 0.999),
            Arbitraries.of(0.0, 1e-50, 1e-8, 0.01),
            Arbitraries.of(0.0, 0.01, 0.5))
        .as(Optimizer.AdamW::new);
  }

  /**
   * From factors and moments as a run leaves them: AdamW's first steps are signs, which rounding
   * turns over where a gradient is next to nothing.
   */
  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void epochsAgreeWithTheDenseFloat64Reference(
      @ForAll @From("ways") BackendOptions way,
      @ForAll @IntRange(min = 1, max = 60) int users,
      @ForAll @IntRange(min = 1, max = 90) int items,
      @ForAll @IntRange(min = 20, max = 900) int ratings,
      @ForAll @From("dims") int dim,
      @ForAll @From("objectives") Objective objective,
      @ForAll @From("optimizers") Optimizer.AdamW optimizer,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.midway(RandomProblems.of(users, items, ratings, dim, objective, seed), seed)
            .with(optimizer);
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    try (TrainingSession session = Training.backend(fit(way, dim)).open(problem)) {
      for (int epochs : new int[] {1, 2}) {
        assertValidationLoss(session.validate(), reference, objective);
        for (Loss found : session.run(epochs, () -> false)) {
          assertTrainLoss(found, reference, objective);
          reference.step();
        }
      }
      assertThat(session.epoch()).isEqualTo(problem.start().epoch() + 3);
      TrainingState state = session.state();
      assertClose(state.users(), reference.users, reference.userMoments);
      assertClose(state.items(), reference.items, reference.itemMoments);
    }
  }

  /** The persistent kernel is for d up to 256. */
  private static BackendOptions fit(BackendOptions way, int dim) {
    return dim > 256 && way.path() == EpochPath.PERSISTENT ? Training.by(EpochPath.AUTO) : way;
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

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void gradientsAgreeWithFiniteDifferences(
      @ForAll @From("ways") BackendOptions way,
      @ForAll @IntRange(min = 1, max = 8) int users,
      @ForAll @IntRange(min = 1, max = 12) int items,
      @ForAll @IntRange(min = 1, max = 60) int ratings,
      @ForAll @IntRange(min = 1, max = 20) int dim,
      @ForAll @IntRange(min = 0, max = 2) int lambdaR,
      @ForAll @IntRange(min = 0, max = 2) int lambdaG,
      @ForAll long seed) {
    double[] weights = {0, 0.1, 3};
    Problem problem =
        RandomProblems.of(
            users,
            items,
            ratings,
            dim,
            Objective.ofWeights(weights[lambdaR], weights[lambdaG]),
            seed);
    TrainingState after = Training.of(way, problem, 1).state();
    assertIsOneEpochAfter(problem, after);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aStateResumesToTheSameBits(
      @ForAll @From("ways") BackendOptions way,
      @ForAll @IntRange(min = 1, max = 50) int dim,
      @ForAll @IntRange(min = 0, max = 6) int pause,
      @ForAll long seed) {
    Problem problem = RandomProblems.of(30, 50, 600, dim, Objective.ofWeights(0.1, 0.1), seed);
    Training whole = Training.of(way, problem, 7);
    Training.of(way, problem, pause, 7 - pause).assertSameBits(whole);
    TrainingState half = Training.of(way, problem, pause).state();
    Problem rest = new Problem(problem.split(), problem.objective(), problem.optimizer(), half);
    Training resumed = Training.of(way, rest, 7 - pause);
    assertSameBits(resumed.state(), whole.state());
    assertThat(resumed.losses()).isEqualTo(whole.losses().subList(pause, 7));
    assertThat(resumed.validation()).isEqualTo(whole.validation());
  }
}
