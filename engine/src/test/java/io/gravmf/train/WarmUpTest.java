package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.objective.Optimizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes on beside the reading of ratings, and that it ends. */
@Timeout(60)
class WarmUpTest {

  static Stream<TrainingConfig> sweeping() {
    TrainingConfig.Builder exact =
        TrainingConfig.builder().dim(24).optimizer(new Optimizer.LeastSquares());
    return Stream.of(exact.build(), exact.optimizer(new Optimizer.ConjugateGradients(2)).build());
  }

  @ParameterizedTest
  @MethodSource("sweeping")
  void goesOnUntilItIsClosed(TrainingConfig config) throws Exception {
    CompletableFuture<Thread> called = new CompletableFuture<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread;
    try (WarmUp warmUp = WarmUp.begin(() -> cpu(called, failure), config)) {
      thread = called.get();
      thread.join(200);
      assertThat(thread.isAlive()).as("while %s is open", warmUp).isTrue();
    }
    thread.join();
    assertThat(failure).hasNullValue();
  }

  private static Backend cpu(CompletableFuture<Thread> called, AtomicReference<Throwable> failure) {
    Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
    called.complete(Thread.currentThread());
    return Backends.choose("cpu-plain", new BackendOptions(1)).backend();
  }

  @Test
  void leavesWhatGoesWrongToTraining() throws Exception {
    CompletableFuture<Thread> called = new CompletableFuture<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    TrainingConfig config = sweeping().findFirst().orElseThrow();
    try (WarmUp warmUp =
        WarmUp.begin(
            () -> {
              cpu(called, failure);
              throw new BackendUnavailableException("no such device");
            },
            config)) {
      called.get().join();
      assertThat(failure).as("of %s", warmUp).hasNullValue();
    }
  }

  @Test
  void anEpochIsNotWorthIt() {
    Thread[] before = new Thread[Thread.activeCount() + 100];
    try (WarmUp warmUp =
        WarmUp.begin(
            () -> {
              throw new AssertionError("called");
            },
            TrainingConfig.builder().build())) {
      int threads = Thread.enumerate(before);
      assertThat(Stream.of(before).limit(threads).map(Thread::getName))
          .as("threads of %s", warmUp)
          .doesNotContain("gravmf-warm-up");
    }
  }
}
