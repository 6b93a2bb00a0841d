package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Chain;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.data.FloatMatrix;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.features.SideInformation;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.random.RowNormals;
import io.gravmf.random.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gibbs sampling on the device, beside the CPU's with the same random numbers. */
@OnEmulatedDevice
class CudaGibbsTest {

  private static final int SWEEPS = 4;
  private static final BackendOptions STREAM = Training.by(EpochPath.STREAM);
  private static final BackendOptions SIMPLE = Training.by(EpochPath.SIMPLE);

  /** An even number of users differ in how much their ratings scatter. */
  static Problem problem(int n, int m, int ratings, int d, int indicators, long seed) {
    Hyperpriors beliefs = new Hyperpriors(2, 0, 1, 1, 1, n % 2 == 0 ? 3 : 0);
    Problem any = RandomProblems.of(n, m, ratings, d, Objective.SAMPLED, seed);
    return new Problem(
        any.split(),
        any.objective(),
        new Optimizer.Gibbs(SWEEPS, 1, 2, indicators, beliefs, seed),
        any.start(),
        indicators == 0
            ? SideInformation.NONE
            : new SideInformation(Optional.empty(), Optional.of(features(m))));
  }

  private static FloatMatrix features(int rows) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, 3);
    float[] row = new float[3];
    for (int i = 0; i < rows; i++) {
      new RowNormals(1, Stream.SKETCH).fill(0, i, 3, row);
      System.arraycopy(row, 0, matrix.values(), i * 3, 3);
    }
    return matrix;
  }

  private static TrainingSession onCpu(Problem problem) {
    return Backends.choose("cpu-plain", new BackendOptions(1)).backend().open(problem);
  }

  /**
   * Short rows and long ones, of several parts too, and rows without ratings; every width of tiles;
   * with features and without. Where there are more factors than rows, priors drawn of them have
   * condition numbers that leave float32 three digits.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 3, 1, 0, 2e-5",
    "30, 40, 900, 5, 0, 2e-5",
    "60, 80, 700, 16, 0, 2e-5",
    "40, 90, 900, 8, 4, 2e-5",
    "2, 300, 1100, 10, 2, 2e-5",
    "25, 40, 700, 70, 0, 3e-3",
    "25, 40, 700, 70, 3, 3e-3",
    "2, 200, 900, 130, 0, 3e-3",
    "5, 9, 40, 256, 0, 1e-2"
  })
  void eachSweepIsTheCpusButForRounding(
      int n, int m, int ratings, int d, int indicators, double tolerance) {
    Problem problem = problem(n, m, ratings, d, indicators, 3);
    for (BackendOptions way : List.of(STREAM, SIMPLE)) {
      try (TrainingSession expected = onCpu(problem);
          TrainingSession found = Training.backend(way).open(problem)) {
        for (int sweep = 1; sweep <= SWEEPS; sweep++) {
          double loss = expected.run(1, () -> false)[0].mse();
          assertThat(found.run(1, () -> false)[0].mse()).isCloseTo(loss, within(tolerance * loss));
          loss = expected.validate().mse();
          assertThat(found.validate().mse()).isCloseTo(loss, within(tolerance * loss));
          assertClose(found.state(), expected.state(), tolerance);
        }
      }
    }
  }

  private static void assertClose(TrainingState found, TrainingState expected, double tolerance) {
    assertClose(found.users().factors(), expected.users().factors(), tolerance);
    assertClose(found.items().factors(), expected.items().factors(), tolerance);
    Chain a = found.chain().orElseThrow();
    Chain b = expected.chain().orElseThrow();
    assertClose(a.userWeights(), b.userWeights(), tolerance);
    assertClose(a.itemWeights(), b.itemWeights(), tolerance);
    assertClose(a.userDraws(), b.userDraws(), tolerance);
    assertClose(a.itemDraws(), b.itemDraws(), tolerance);
    assertClose(a.noise(), b.noise(), tolerance);
    assertClose(a.userNoise(), b.userNoise(), tolerance);
    assertClose(a.validation(), b.validation(), tolerance);
  }

  /** Next to what there is. */
  private static void assertClose(FloatMatrix found, FloatMatrix expected, double tolerance) {
    assertThat(found.columns()).isEqualTo(expected.columns());
    double difference = 0;
    double scale = 0;
    for (int k = 0; k < expected.values().length; k++) {
      difference += Math.pow(found.values()[k] - expected.values()[k], 2);
      scale += Math.pow(expected.values()[k], 2);
    }
    assertThat(Math.sqrt(difference)).isLessThanOrEqualTo(tolerance * Math.sqrt(scale));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void neitherMultiprocessorsNorPausesChangeABit(int indicators) {
    Problem problem = problem(50, 400, 2600, 9, indicators, 5);
    Training expected = Training.of(STREAM, problem, SWEEPS);
    for (int multiprocessors : new int[] {1, 7}) {
      EmulatedDriver.set("sms", multiprocessors);
      Training.of(STREAM, problem, 1, 0, SWEEPS - 1).assertSameBits(expected);
    }
    EmulatedDriver.reset();
    EmulatedDriver.set("backwards", 1);
    Training.of(STREAM, problem, SWEEPS).assertSameBits(expected);
  }

  /** As a checkpoint does. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aStateGoesOnToTheSameBits(int pause) {
    Problem problem = problem(30, 50, 700, 6, 2, 6);
    Training expected = Training.of(STREAM, problem, SWEEPS);
    TrainingState paused = Training.of(STREAM, problem, pause).state();
    Problem rest =
        new Problem(
            problem.split(),
            problem.objective(),
            problem.optimizer(),
            paused,
            problem.information());
    Training found = Training.of(STREAM, rest, SWEEPS - pause);
    assertThat(found.losses()).isEqualTo(expected.losses().subList(pause, SWEEPS));
    assertThat(found.validation()).isEqualTo(expected.validation());
    assertSameChain(found.state(), expected.state());
  }

  private static void assertSameChain(TrainingState found, TrainingState expected) {
    Chain a = found.chain().orElseThrow();
    Chain b = expected.chain().orElseThrow();
    assertThat(a.userWeights().values()).isEqualTo(b.userWeights().values());
    assertThat(a.itemWeights().values()).isEqualTo(b.itemWeights().values());
    assertThat(a.userDraws().values()).isEqualTo(b.userDraws().values());
    assertThat(a.itemDraws().values()).isEqualTo(b.itemDraws().values());
    assertThat(a.noise().values()).isEqualTo(b.noise().values());
    assertThat(a.validation().values()).isEqualTo(b.validation().values());
  }

  @Test
  void factorsThatOverflowEndInALossThatIsNoNumber() {
    Problem any = problem(5, 6, 40, 3, 0, 1);
    FloatMatrix huge = any.start().users().factors();
    Arrays.fill(huge.values(), 3e38f);
    try (TrainingSession session = Training.backend(STREAM).open(any)) {
      Loss[] losses = session.run(2, () -> false);
      assertThat(losses[0].isFinite()).isFalse();
      assertThat(losses[1].isFinite()).isFalse();
      assertThat(session.epoch()).isEqualTo(2);
    }
  }

  @Test
  void whatSamplingDoesNotHaveIsRefusedWithTheWayOut() {
    Problem wide = problem(3, 4, 20, 257, 0, 1);
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Training.backend(STREAM).open(wide))
        .withMessage(
            "the CUDA kernels draw rows for d up to 256, found 257: --device cpu takes any");
    Problem problem = problem(3, 4, 20, 2, 0, 1);
    for (BackendOptions way : List.of(Training.by(Gravity.DENSE), Training.by(Gravity.CUBLAS))) {
      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> Training.backend(way).open(problem))
          .withMessageEndingWith(" is for AdamW on the notebook's objective alone");
    }
    for (EpochPath path : List.of(EpochPath.GRAPH, EpochPath.PERSISTENT)) {
      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> Training.backend(Training.by(path)).open(problem))
          .withMessage(
              "epoch path "
                  + path
                  + " is not for sampling, where the host draws between launches: AUTO, STREAM or"
                  + " SIMPLE is");
    }
  }
}
