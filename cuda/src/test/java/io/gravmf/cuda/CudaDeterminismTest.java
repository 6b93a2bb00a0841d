package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.cuda.epoch.DeviceProblem;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import io.gravmf.objective.Objective;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bits on every run, on every device and by every way to run epochs. */
@OnEmulatedDevice
class CudaDeterminismTest {

  private static final Problem TINY =
      RandomProblems.of(5, 7, 40, 3, Objective.ofWeights(0.1, 0.1), 1);

  /** Rows of several segments, Gram matrices of several chunks and tiles. */
  private static final Problem SMALL =
      RandomProblems.of(150, 200, 3000, 37, Objective.ofWeights(0.1, 0.1), 2);

  private static final List<EpochPath> SAME_BITS =
      List.of(EpochPath.STREAM, EpochPath.GRAPH, EpochPath.PERSISTENT, EpochPath.AUTO);

  private static final BackendOptions STREAM = Training.by(EpochPath.STREAM);

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SIMPLE")
  void pathsGiveTheSameBits(EpochPath path) {
    Training expected = Training.of(STREAM, SMALL, 12);
    Training.of(Training.by(path), SMALL, 12).assertSameBits(expected);
  }

  /** Longer than a batch, and in pieces that take both of the graphs. */
  @Test
  void longRunsGiveTheSameBitsHoweverTheyAreDivided() {
    int epochs = DeviceProblem.MAX_BATCH + 71;
    Training expected = Training.of(STREAM, TINY, epochs);
    for (EpochPath path : SAME_BITS) {
      Training.of(Training.by(path), TINY, 1, 0, 40, epochs - 41).assertSameBits(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("io.gravmf.cuda.Training#ways")
  void neitherMultiprocessorsNorTheOrderOfThreadsChangeABit(BackendOptions way) {
    Training expected = Training.of(way, SMALL, 3);
    for (int multiprocessors : new int[] {1, 3, 16}) {
      EmulatedDriver.set("sms", multiprocessors);
      Training.of(way, SMALL, 3).assertSameBits(expected);
    }
    EmulatedDriver.reset();
    EmulatedDriver.set("backwards", 1);
    Training.of(way, SMALL, 3).assertSameBits(expected);
  }

  @Test
  void validationDoesNotDisturbTraining() {
    Training expected = Training.of(STREAM, SMALL, 4);
    try (TrainingSession session = Training.backend(STREAM).open(SMALL)) {
      List<Loss> losses = new ArrayList<>();
      for (int epoch = 0; epoch < 4; epoch++) {
        session.validate();
        losses.addAll(List.of(session.run(1, () -> false)));
        session.state();
      }
      new Training(losses, session.validate(), session.state()).assertSameBits(expected);
    }
  }

  @Test
  void mostEpochsRunInGraphsOfMany() {
    try (TrainingSession session = Training.backend(Training.by(EpochPath.GRAPH)).open(TINY)) {
      session.run(100, () -> false);
      assertThat(EmulatedDriver.count(Counter.GRAPHS_RUN)).isEqualTo(3 + 4);
    }
  }

  @Test
  void whatIsTakenUnaskedIsOneOfTheTwoThatWereTimed() {
    try (TrainingSession session = Training.backend(Training.by(EpochPath.AUTO)).open(TINY)) {
      // Three turns of 32 epochs each, and eight by the faster.
      session.run(200, () -> false);
      DeviceTime time = session.deviceTime().orElseThrow();
      assertThat(time.seconds()).isPositive();
      assertThat(time.path()).isIn("graph", "persistent");
      assertThat(EmulatedDriver.count(Counter.GRAPHS_RUN)).isGreaterThanOrEqualTo(3);
    }
  }
}
