package io.gravmf.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Split;
import io.gravmf.model.ModelFiles;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.EpochReport;
import io.gravmf.train.RunState;
import io.gravmf.train.StopReason;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that pauses anywhere comes to the same bytes as one that does not. */
class ResumeTest {

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          Optimizer.AdamW.NOTEBOOK,
          new Optimizer.LeastSquares(),
          new Optimizer.ConjugateGradients(2),
          new Optimizer.Gibbs(14, 3, 4, 2, new Hyperpriors(2, 0, 1, 1, 1, 3), 1));

  private static final Split SPLIT = Runs.split(5);

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    return OPTIMIZERS.stream()
        .flatMap(
            optimizer ->
                (optimizer instanceof Optimizer.Gibbs
                        ? Stream.of(Objective.SAMPLED)
                        : Stream.of(Objective.NOTEBOOK, Runs.BIASED))
                    .flatMap(
                        objective ->
                            Stream.of(0, 2)
                                .map(
                                    patience ->
                                        Arguments.of(
                                            Runs.config(optimizer)
                                                .objective(objective)
                                                .earlyStopPatience(patience)
                                                .build()))));
  }

  @Test
  void everyOptimiserIsTried() {
    assertThat(OPTIMIZERS.stream().map(Object::getClass))
        .containsExactlyInAnyOrder(Optimizer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void fromEachCheckpointToTheSameBytes(TrainingConfig config) throws IOException {
    TrainingConfig each = with(config, 1);
    List<RunState> states = new ArrayList<>();
    TrainingResult whole =
        Trainer.train(
            SPLIT,
            each,
            Runs.BACKEND,
            new TrainingListener() {
              @Override
              public void onCheckpoint(Supplier<RunState> state) {
                states.add(state.get());
              }
            });
    assertThat(states).isNotEmpty();
    for (RunState state : states) {
      RunState stored = stored(state, config);
      TrainingResult resumed =
          Trainer.resume(SPLIT, config, stored, Runs.BACKEND, TrainingListener.NONE);
      assertSame(resumed, whole);
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void fromEachCancellationToTheSameBytes(TrainingConfig config) throws IOException {
    TrainingResult whole = Trainer.train(SPLIT, config, Runs.BACKEND, TrainingListener.NONE);
    for (int asked = 0; asked < 40; asked += 1 + asked / 3) {
      TrainingResult cancelled =
          Trainer.train(SPLIT, config, Runs.BACKEND, cancelledWhenAsked(asked));
      if (cancelled.stopReason() == StopReason.CANCELLED) {
        EpochReport last = cancelled.history().get(cancelled.history().size() - 1);
        int epoch = cancelled.paused().orElseThrow().epoch();
        assertThat(last.epoch()).isEqualTo(config.optimizer().firstNumber() + epoch - 1);
        RunState stored = stored(cancelled.paused().orElseThrow(), config);
        assertSame(
            Trainer.resume(SPLIT, config, stored, Runs.BACKEND, TrainingListener.NONE), whole);
      } else {
        assertThat(cancelled.paused()).isEmpty();
      }
    }
  }

  /** Also where it is cancelled again before it has done anything. */
  @ParameterizedTest
  @MethodSource("runs")
  void manyPausesInOneRun(TrainingConfig config) throws IOException {
    TrainingResult whole = Trainer.train(SPLIT, config, Runs.BACKEND, TrainingListener.NONE);
    TrainingResult result = Trainer.train(SPLIT, config, Runs.BACKEND, cancelledWhenAsked(1));
    for (int k = 0; result.paused().isPresent(); k++) {
      RunState stored = stored(result.paused().get(), config);
      result = Trainer.resume(SPLIT, config, stored, Runs.BACKEND, cancelledWhenAsked(k % 7));
    }
    assertSame(result, whole);
  }

  private static TrainingListener cancelledWhenAsked(int times) {
    return new TrainingListener() {
      private int asked;

      @Override
      public boolean isCancelled() {
        return asked++ >= times;
      }
    };
  }

  private static TrainingConfig with(TrainingConfig config, int checkpointEvery) {
    return Runs.config(config.optimizer())
        .objective(config.objective())
        .earlyStopPatience(config.earlyStopPatience())
        .checkpointEvery(checkpointEvery)
        .build();
  }

  private RunState stored(RunState state, TrainingConfig config) {
    CheckpointFiles.save(
        folder,
        new Checkpoint(
            state, RunIdentity.of(SPLIT, config, Runs.BACKEND), RunIdentity.notes(Runs.BACKEND)));
    Checkpoint loaded = CheckpointFiles.load(folder).checkpoint();
    loaded.requireFits("it", SPLIT, config, Runs.BACKEND);
    return loaded.run();
  }

  private static void assertSame(TrainingResult found, TrainingResult expected) throws IOException {
    assertThat(found.history()).isEqualTo(expected.history());
    assertThat(found.stopReason()).isEqualTo(expected.stopReason());
    assertThat(bytes(found)).isEqualTo(bytes(expected));
    assertSameBits(found.state(), expected.state());
  }

  private static byte[] bytes(TrainingResult result) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFiles.write(bytes, result.model());
    return bytes.toByteArray();
  }

  private static void assertSameBits(TrainingState found, TrainingState expected) {
    assertThat(found.epoch()).isEqualTo(expected.epoch());
    for (TrainingState.Side[] sides :
        List.of(
            new TrainingState.Side[] {found.users(), expected.users()},
            new TrainingState.Side[] {found.items(), expected.items()})) {
      assertSameBits(sides[0].factors(), sides[1].factors());
      assertSameBits(sides[0].firstMoment(), sides[1].firstMoment());
      assertSameBits(sides[0].secondMoment(), sides[1].secondMoment());
    }
  }

  private static void assertSameBits(FloatMatrix found, FloatMatrix expected) {
    assertThat(Arrays.equals(found.values(), expected.values())).isTrue();
  }

  /** An epoch that a state is already at is not run again, and the model is that of its factors. */
  @Test
  void aStateOfTheLastEpochIsTheModel() {
    TrainingConfig config = Runs.config(Optimizer.AdamW.NOTEBOOK).build();
    TrainingResult whole = Trainer.train(SPLIT, config, Runs.BACKEND, TrainingListener.NONE);
    TrainingResult bare =
        Trainer.train(SPLIT, config, whole.state(), Runs.BACKEND, TrainingListener.NONE);
    assertSameBits(bare.state(), whole.state());
    assertThat(bare.history()).hasSize(1);
    EpochReport only = bare.history().get(0);
    EpochReport last = whole.history().get(whole.history().size() - 1);
    assertThat(only.epoch()).isEqualTo(13);
    assertThat(only.validation()).isEqualTo(last.validation());
    // Nobody has told it the loss before the last update; what it says is that of the factors.
    assertThat(only.train().l2()).isNotEqualTo(last.train().l2());
    assertThat(only.train().l2()).isEqualTo(last.validation().orElseThrow().l2());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Trainer.train(
                    SPLIT,
                    Runs.config(Optimizer.AdamW.NOTEBOOK).epochs(13).build(),
                    whole.state(),
                    Runs.BACKEND,
                    TrainingListener.NONE));
  }
}
