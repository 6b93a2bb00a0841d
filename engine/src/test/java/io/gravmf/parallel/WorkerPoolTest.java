package io.gravmf.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  @Property(tries = 50)
  void eachTaskRunsOnceInEachPhase(
      @ForAll @IntRange(min = 1, max = 6) int threads,
      @ForAll @IntRange(min = 0, max = 200) int tasks,
      @ForAll @IntRange(min = 1, max = 20) int phases) {
    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
    AtomicIntegerArray workers = new AtomicIntegerArray(threads);
    try (WorkerPool pool = new WorkerPool(threads)) {
      for (int phase = 1; phase <= phases; phase++) {
        pool.run(
            tasks,
            (task, worker) -> {
              runs.incrementAndGet(task);
              workers.incrementAndGet(worker);
            });
        for (int task = 0; task < tasks; task++) {
          assertThat(runs.get(task)).as("task %d after phase %d", task, phase).isEqualTo(phase);
        }
      }
    }
    int total = 0;
    for (int worker = 0; worker < threads; worker++) {
      total += workers.get(worker);
    }
    assertThat(total).isEqualTo(tasks * phases);
  }

  /** The first task holds its worker until all others are done, its own among them. */
  @Test
  void whoHasFinishedTakesOverTheTasksOfOthers() {
    int tasks = 40;
    CountDownLatch others = new CountDownLatch(tasks - 1);
    try (WorkerPool pool = new WorkerPool(2)) {
      pool.run(
          tasks,
          (task, worker) -> {
            if (task == 0) {
              await(others);
            } else {
              others.countDown();
            }
          });
    }
    assertThat(others.getCount()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFailureIsThrownToTheCallerAndThePoolGoesOn() {
    try (WorkerPool pool = new WorkerPool(3)) {
      for (int failing : new int[] {0, 1, 2, 50}) {
        assertThatThrownBy(
                () ->
                    pool.run(
                        60,
                        (task, worker) -> {
                          if (task == failing) {
                            throw new IllegalArgumentException("task " + task);
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("task " + failing);
        AtomicIntegerArray runs = new AtomicIntegerArray(60);
        pool.run(60, (task, worker) -> runs.incrementAndGet(task));
        for (int task = 0; task < 60; task++) {
          assertThat(runs.get(task)).isEqualTo(1);
        }
      }
    }
  }
}
