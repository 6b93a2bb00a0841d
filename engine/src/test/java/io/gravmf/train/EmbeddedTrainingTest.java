package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.features.SideInformation;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a JVM that trains among other things may rely on. */
class EmbeddedTrainingTest {

  private static final int EPOCHS = 30;
  private static final Backend BACKEND = Backends.choose("cpu", new BackendOptions(2)).backend();

  private static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizer.AdamW.NOTEBOOK,
        new Optimizer.LeastSquares(),
        new Optimizer.ConjugateGradients(2),
        new Optimizer.Gibbs(EPOCHS, 3, 4, 2, Hyperpriors.DEFAULT, 1));
  }

  private static Split split(long seed) {
    RatingsBuilder builder = new RatingsBuilder();
    Random random = new Random(seed);
    for (int user = 0; user < 60; user++) {
      for (int item = 0; item < 40; item++) {
        if (random.nextInt(3) == 0) {
          builder.add("u" + user, "i" + item, 1 + random.nextInt(5));
        }
      }
    }
    return Splits.random(builder.build(), 0.8, seed);
  }

  private static TrainingConfig config(Optimizer optimizer) {
    return TrainingConfig.builder()
        .dim(5)
        .epochs(EPOCHS)
        .optimizer(optimizer)
        .objective(optimizer instanceof Optimizer.Gibbs ? Objective.SAMPLED : Objective.NOTEBOOK)
        .reportEvery(1)
        .checkpointEvery(1)
        .build();
  }

  private static byte[] train(Optimizer optimizer, long seed) throws IOException {
    return bytes(
        Trainer.train(split(seed), config(optimizer), BACKEND, TrainingListener.NONE).model());
  }

  private static byte[] bytes(Model model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFiles.write(bytes, model);
    return bytes.toByteArray();
  }

  private static List<String> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("gravmf-worker"))
        .toList();
  }

  @AfterEach
  void forgetInterruptions() {
    Thread.interrupted();
  }

  /** Two of each optimiser, all through one backend. */
  @Test
  void eightAtOnceGiveTheBytesOfEachAlone() throws Exception {
    List<Optimizer> all = optimizers().toList();
    List<byte[]> alone = new ArrayList<>();
    List<Callable<byte[]>> work = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      int number = k;
      alone.add(train(all.get(number % 4), number));
      work.add(() -> train(all.get(number % 4), number));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 3; round++) {
        List<Future<byte[]>> together = threads.invokeAll(work);
        for (int k = 0; k < 8; k++) {
          assertThat(together.get(k).get()).as("training " + k).isEqualTo(alone.get(k));
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(workers()).isEmpty();
  }

  /** Cancelled or interrupted when epoch k is reported, no epoch follows. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void cancellationAndInterruptionComeBeforeTheNextEpoch(Optimizer optimizer) {
    int first = optimizer.firstNumber();
    for (int after : new int[] {1, 2, 7}) {
      for (boolean isInterrupted : new boolean[] {false, true}) {
        TrainingResult result =
            Trainer.train(
                split(1),
                config(optimizer),
                BACKEND,
                new Stopping(first + after - 1, isInterrupted));
        assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
        assertThat(result.paused().orElseThrow().epoch()).isEqualTo(after);
        assertThat(Thread.interrupted()).isEqualTo(isInterrupted);
      }
    }
    assertThat(workers()).isEmpty();
  }

  private static final class Stopping implements TrainingListener {

    private final int epoch;
    private final boolean interrupts;
    private boolean reached;

    Stopping(int epoch, boolean interrupts) {
      this.epoch = epoch;
      this.interrupts = interrupts;
    }

    @Override
    public void onReport(EpochReport report) {
      reached |= report.epoch() >= epoch;
      if (reached && interrupts) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean isCancelled() {
      return reached && !interrupts;
    }
  }

  /**
   * What a listener throws comes out as it is; threads are gone, and the next training is right.
   */
  @ParameterizedTest
  @MethodSource("optimizers")
  void aListenersExceptionEndsTrainingAndNothingElse(Optimizer optimizer) throws IOException {
    byte[] expected = train(optimizer, 1);
    for (Throwing.Call call : Throwing.Call.values()) {
      Throwing listener = new Throwing(call);
      assertThatThrownBy(() -> Trainer.train(split(1), config(optimizer), BACKEND, listener))
          .isSameAs(listener.thrown);
      assertThat(workers()).isEmpty();
      assertThat(train(optimizer, 1)).isEqualTo(expected);
    }
  }

  private static final class Throwing implements TrainingListener {

    enum Call {
      REPORT,
      PROGRESS,
      CHECKPOINT,
      CANCELLED
    }

    private final Error thrown = new AssertionError("a listener's");
    private final Call where;

    Throwing(Call where) {
      this.where = where;
    }

    private void at(Call call) {
      if (call == where) {
        throw thrown;
      }
    }

    @Override
    public void onReport(EpochReport report) {
      at(Call.REPORT);
    }

    @Override
    public void onProgress(int epochsRun) {
      at(Call.PROGRESS);
    }

    @Override
    public void onCheckpoint(Supplier<RunState> state) {
      at(Call.CHECKPOINT);
    }

    @Override
    public boolean isCancelled() {
      at(Call.CANCELLED);
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aClosedSessionSaysSo(Optimizer optimizer) {
    Split split = split(1);
    TrainingConfig config = config(optimizer);
    TrainingSession session =
        BACKEND.open(
            new Problem(
                split,
                config.objective(),
                optimizer,
                InitialFactors.of(split.train().userCount(), split.train().itemCount(), config),
                SideInformation.NONE));
    session.run(2, () -> false);
    session.close();
    session.close();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> session.run(1, () -> false))
        .withMessage("the session is closed");
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(session::validate);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(session::state);
    assertThat(workers()).isEmpty();
  }

  /** A listener may train by itself: another session, on the same backend. */
  @Test
  void aListenerMayTrain() throws IOException {
    byte[] expected = train(Optimizer.AdamW.NOTEBOOK, 2);
    List<byte[]> inner = new ArrayList<>();
    TrainingListener trains =
        new TrainingListener() {
          @Override
          public void onReport(EpochReport report) {
            if (report.epoch() < 2) {
              inner.add(bytes());
            }
          }

          private byte[] bytes() {
            try {
              return train(Optimizer.AdamW.NOTEBOOK, 2);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    TrainingResult outer =
        Trainer.train(split(1), config(Optimizer.AdamW.NOTEBOOK), BACKEND, trains);
    assertThat(inner).hasSize(2).allSatisfy(each -> assertThat(each).isEqualTo(expected));
    assertThat(bytes(outer.model())).isEqualTo(train(Optimizer.AdamW.NOTEBOOK, 1));
  }
}
