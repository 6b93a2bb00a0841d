package io.gravmf.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TaskThreadsTest {

  @Test
  void tasksRunBesideEachOther() {
    try (TaskThreads threads = new TaskThreads(2, "fold")) {
      CountDownLatch both = new CountDownLatch(2);
      Future<String> first = threads.submit(() -> meet(both));
      Future<String> second = threads.submit(() -> meet(both));
      assertThat(threads.result(first)).isEqualTo("gravmf-fold daemon");
      assertThat(threads.result(second)).isEqualTo("gravmf-fold daemon");
    }
  }

  private static String meet(CountDownLatch both) throws InterruptedException {
    both.countDown();
    both.await();
    Thread thread = Thread.currentThread();
    return thread.getName() + (thread.isDaemon() ? " daemon" : "");
  }

  @Test
  void failuresComeAsTheyAre() {
    try (TaskThreads threads = new TaskThreads(1, "trial")) {
      RuntimeException wrong = new IllegalArgumentException("rank 0");
      Future<?> failed =
          threads.submit(
              () -> {
                throw wrong;
              });
      assertThatThrownBy(() -> threads.result(failed)).isSameAs(wrong);
      Error full = new OutOfMemoryError("heap");
      Future<?> ended =
          threads.submit(
              () -> {
                throw full;
              });
      assertThatThrownBy(() -> threads.result(ended)).isSameAs(full);
      Future<?> unread =
          threads.submit(
              () -> {
                throw new IOException("no such file");
              });
      assertThatThrownBy(() -> threads.result(unread))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a trial failed: java.io.IOException: no such file");
    }
  }

  @Test
  void anInterruptedWaitSaysSoAndStaysInterrupted() {
    try (TaskThreads threads = new TaskThreads(1, "trial")) {
      Future<?> endless =
          threads.submit(
              () -> {
                new CountDownLatch(1).await();
                return null;
              });
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> threads.result(endless))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("interrupted while waiting for a trial");
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
