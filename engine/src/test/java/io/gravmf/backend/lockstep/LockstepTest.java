package io.gravmf.backend.lockstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.backend.DeviceFailedException;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.StateAssertions;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.objective.Objective;
import io.gravmf.train.DivergedException;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that train a model each meet, and nothing but who runs with whom depends on it. */
@Timeout(120)
class LockstepTest {

  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Backend CPU = Backends.choose("cpu-plain", new BackendOptions(1)).backend();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Runs one after another, and remembers how many were run by each call. */
  private static class Counted implements SessionGroup {

    private final Set<TrainingSession> opened = Collections.synchronizedSet(new HashSet<>());
    final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

    @Override
    public TrainingSession open(Problem problem) {
      TrainingSession session = CPU.open(problem);
      opened.add(session);
      return session;
    }

    @Override
    public List<Loss[]> run(List<TrainingSession> sessions, int epochs) {
      sizes.add(sessions.size());
      return sessions.stream().map(session -> session.run(epochs, () -> false)).toList();
    }

    @Override
    public int mostEpochs() {
      return 7;
    }

    @Override
    public long deviceBytes(Problem problem) {
      return 0;
    }

    @Override
    public long freeBytes() {
      return 0;
    }

    @Override
    public void close() {
      opened.forEach(TrainingSession::close);
    }
  }

  private static Problem problem(int seed) {
    return RandomProblems.of(9, 12, 90, 2 + seed, Objective.ofWeights(0.1, 0.1), seed);
  }

  private static List<Loss> losses(TrainingSession session, int epochs) {
    return List.of(session.run(epochs, () -> false));
  }

  /** Opens a session that runs nothing, and returns at what epoch it was closed. */
  private Future<Integer> idle(Lockstep lockstep, CountDownLatch isOpen, CountDownLatch mayClose) {
    return threads.submit(
        () -> {
          try (TrainingSession session = lockstep.open(problem(2))) {
            isOpen.countDown();
            mayClose.await();
            return session.epoch();
          }
        });
  }

  private <T> List<T> all(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(tasks)) {
      results.add(future.get());
    }
    return results;
  }

  /** All are open before the first runs, so that who waits for whom is known. */
  @Test
  void whoAsksAtTheSameTimeRunsTogetherAndGetsWhatItGetsAlone() throws Exception {
    int models = 5;
    Counted group = new Counted();
    CyclicBarrier allAreOpen = new CyclicBarrier(models);
    List<Callable<TrainingState>> tasks = new ArrayList<>();
    try (Lockstep lockstep = Lockstep.of(CPU, group, FOR_EVER)) {
      for (int k = 0; k < models; k++) {
        int seed = k;
        tasks.add(
            () -> {
              try (TrainingSession session = lockstep.open(problem(seed))) {
                allAreOpen.await();
                assertThat(losses(session, 10 + seed)).hasSize(10 + seed);
                assertThat(session.epoch()).isEqualTo(10 + seed);
                return session.state();
              }
            });
      }
      List<TrainingState> states = all(tasks);
      for (int k = 0; k < models; k++) {
        try (TrainingSession alone = CPU.open(problem(k))) {
          alone.run(10 + k, () -> false);
          StateAssertions.assertSameBits(states.get(k), alone.state());
        }
      }
    }
    // However batches are cut by time: all together, then one fewer each epoch.
    List<Integer> sorted = new ArrayList<>(group.sizes);
    sorted.sort(Collections.reverseOrder());
    assertThat(group.sizes).isEqualTo(sorted).contains(5, 4, 3, 2, 1);
  }

  /** The first batch waits until all are open: what is run after it is run for many. */
  @Test
  void trainersOfAnyLengthMeet() throws Exception {
    CountDownLatch allOpen = new CountDownLatch(12);
    Counted group =
        new Counted() {
          @Override
          public TrainingSession open(Problem problem) {
            TrainingSession session = super.open(problem);
            allOpen.countDown();
            return session;
          }

          @Override
          public List<Loss[]> run(List<TrainingSession> sessions, int epochs) {
            try {
              allOpen.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.run(sessions, epochs);
          }
        };
    List<Callable<List<Loss>>> tasks = new ArrayList<>();
    try (Lockstep lockstep = Lockstep.of(CPU, group, FOR_EVER)) {
      for (int k = 0; k < 12; k++) {
        TrainingConfig config =
            TrainingConfig.builder().dim(2 + k).epochs(5 + 9 * k).reportEvery(4).build();
        tasks.add(
            () ->
                Trainer.train(problem(3).split(), config, lockstep, TrainingListener.NONE)
                    .history()
                    .stream()
                    .map(report -> report.train())
                    .toList());
      }
      List<List<Loss>> found = all(tasks);
      for (int k = 0; k < 12; k++) {
        TrainingConfig config =
            TrainingConfig.builder().dim(2 + k).epochs(5 + 9 * k).reportEvery(4).build();
        assertThat(found.get(k))
            .isEqualTo(
                Trainer.train(problem(3).split(), config, CPU, TrainingListener.NONE)
                    .history()
                    .stream()
                    .map(report -> report.train())
                    .toList());
      }
    }
    assertThat(group.sizes).anyMatch(size -> size > 1);
  }

  @Test
  void oneThreadWithSeveralSessionsWaitsForNone() {
    Counted group = new Counted();
    try (Lockstep lockstep = Lockstep.of(CPU, group, FOR_EVER);
        TrainingSession first = lockstep.open(problem(1));
        TrainingSession second = lockstep.open(problem(2))) {
      losses(first, 3);
      losses(second, 3);
      assertThat(group.sizes).containsOnly(1);
    }
  }

  @Test
  void nobodyWaitsForAThreadThatIsNoMore() throws InterruptedException {
    try (Lockstep lockstep = Lockstep.of(CPU, new Counted(), FOR_EVER);
        TrainingSession session = lockstep.open(problem(1))) {
      Thread thread = new Thread(() -> lockstep.open(problem(2)));
      thread.start();
      thread.join();
      assertThat(losses(session, 3)).hasSize(3);
    }
  }

  @Test
  void nobodyWaitsLongForAThreadThatDoesNotCome() throws Exception {
    CountDownLatch isOpen = new CountDownLatch(1);
    CountDownLatch mayClose = new CountDownLatch(1);
    try (Lockstep lockstep = Lockstep.of(CPU, new Counted(), SHORT);
        TrainingSession session = lockstep.open(problem(1))) {
      Future<Integer> other = idle(lockstep, isOpen, mayClose);
      isOpen.await();
      assertThat(losses(session, 3)).hasSize(3);
      mayClose.countDown();
      assertThat(other.get()).isEqualTo(0);
    }
  }

  /** Waits for a session that never comes, until it is interrupted and its owner wants no more. */
  @Test
  void anInterruptionEndsTheWaiting() throws Exception {
    CountDownLatch mayClose = new CountDownLatch(1);
    CountDownLatch isOpen = new CountDownLatch(1);
    try (Lockstep lockstep = Lockstep.of(CPU, new Counted(), FOR_EVER)) {
      Future<Integer> other = idle(lockstep, isOpen, mayClose);
      isOpen.await();
      List<Object> seen = Collections.synchronizedList(new ArrayList<>());
      Thread waiting =
          new Thread(
              () -> {
                try (TrainingSession session = lockstep.open(problem(1))) {
                  seen.add(session.run(3, () -> Thread.currentThread().isInterrupted()).length);
                  seen.add(Thread.currentThread().isInterrupted());
                }
              });
      waiting.start();
      waiting.interrupt();
      waiting.join();
      assertThat(seen).containsExactly(0, true);
      mayClose.countDown();
      assertThat(other.get()).isZero();
    }
  }

  @Test
  void aModelThatDivergesEndsAlone() throws Exception {
    TrainingConfig good = TrainingConfig.builder().dim(3).epochs(40).build();
    TrainingConfig bad = TrainingConfig.builder().dim(3).epochs(40).initialDeviation(1e30).build();
    Loss expected =
        Trainer.train(problem(3).split(), good, CPU, TrainingListener.NONE)
            .history()
            .get(0)
            .train();
    try (Lockstep lockstep = Lockstep.of(CPU, new Counted(), SHORT)) {
      Future<?> diverging =
          threads.submit(
              () -> Trainer.train(problem(3).split(), bad, lockstep, TrainingListener.NONE));
      assertThat(
              Trainer.train(problem(3).split(), good, lockstep, TrainingListener.NONE)
                  .history()
                  .get(0)
                  .train())
          .isEqualTo(expected);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(diverging::get)
          .withCauseInstanceOf(DivergedException.class);
    }
  }

  @Test
  void aDeviceThatFailsFailsForAllThatRan() throws Exception {
    CyclicBarrier allAreOpen = new CyclicBarrier(3);
    SessionGroup failing =
        new Counted() {
          @Override
          public List<Loss[]> run(List<TrainingSession> sessions, int epochs) {
            throw new DeviceFailedException("cuLaunchKernel failed");
          }
        };
    try (Lockstep lockstep = Lockstep.of(CPU, failing, FOR_EVER)) {
      List<Future<?>> running = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        int seed = k;
        running.add(
            threads.submit(
                () -> {
                  try (TrainingSession session = lockstep.open(problem(seed))) {
                    allAreOpen.await();
                    return losses(session, 3);
                  }
                }));
      }
      for (Future<?> future : running) {
        assertThatThrownBy(future::get)
            .hasCauseInstanceOf(DeviceFailedException.class)
            .hasMessageContaining("cuLaunchKernel");
      }
    }
  }

  /** The same session, which says when it is closed. */
  private static TrainingSession closing(TrainingSession of, Runnable closed) {
    return (TrainingSession)
        Proxy.newProxyInstance(
            LockstepTest.class.getClassLoader(),
            new Class<?>[] {TrainingSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.run();
              }
              return method.getName().equals("hashCode")
                  ? System.identityHashCode(proxy)
                  : method.invoke(of, arguments);
            });
  }

  /** Room for two: the others wait for it, and a problem that never fits is refused. */
  @Test
  void whatDoesNotFitBesideOthersWaits() throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch bothOpen = new CountDownLatch(2);
    SessionGroup small =
        new Counted() {
          @Override
          public TrainingSession open(Problem problem) {
            synchronized (open) {
              if (problem.start().dim() > 20 || open.get() == 2) {
                throw new BackendUnavailableException("training needs 3 MiB, 1 MiB are free");
              }
              open.incrementAndGet();
              most.accumulateAndGet(open.get(), Math::max);
            }
            return closing(super.open(problem), open::decrementAndGet);
          }
        };
    try (Lockstep lockstep = Lockstep.of(CPU, small, SHORT)) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      IntStream.range(0, 9)
          .forEach(
              k ->
                  tasks.add(
                      () -> {
                        try (TrainingSession session = lockstep.open(problem(k))) {
                          if (k < 2) {
                            bothOpen.countDown();
                            bothOpen.await();
                          }
                          return losses(session, 5).size();
                        }
                      }));
      assertThat(all(tasks)).containsOnly(5);
      assertThat(most.get()).isEqualTo(2);
      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> lockstep.open(problem(30)));
      try (TrainingSession first = lockstep.open(problem(1));
          TrainingSession second = lockstep.open(problem(2))) {
        assertThat(first.epoch() + second.epoch()).isZero();
        // Who has sessions itself would wait for itself.
        assertThatExceptionOfType(BackendUnavailableException.class)
            .isThrownBy(() -> lockstep.open(problem(3)));
      }
    }
  }

  /** It was refused beside another, and is alone when that is looked at. */
  @Test
  void whatWasRefusedBesideOneThatEndsAtThatMomentIsTriedAgain() {
    AtomicReference<TrainingSession> other = new AtomicReference<>();
    SessionGroup small =
        new Counted() {
          @Override
          public TrainingSession open(Problem problem) {
            TrainingSession there = other.getAndSet(null);
            if (there != null) {
              there.close();
              throw new BackendUnavailableException("training needs 3 MiB, 1 MiB are free");
            }
            return super.open(problem);
          }
        };
    try (Lockstep lockstep = Lockstep.of(CPU, small, SHORT)) {
      other.set(lockstep.open(problem(1)));
      try (TrainingSession session = lockstep.open(problem(2))) {
        assertThat(losses(session, 3)).hasSize(3);
      }
    }
  }

  @Test
  void cpusHaveNoGroups() {
    assertThat(Lockstep.of(CPU)).isEmpty();
  }
}
