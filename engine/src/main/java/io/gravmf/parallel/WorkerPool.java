package io.gravmf.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs numbered tasks on a fixed set of threads, the caller's among them, and waits for all.
 *
 * <p>An epoch or an iteration is a few phases of well under a millisecond, so idle workers spin for
 * a while before they sleep: waking a sleeping thread costs more than many phases take.
 *
 * <p>Task k belongs to worker k modulo their number, so that a phase which is repeated finds what
 * it wrote in the cache of the same processor; who has finished takes over tasks of others. Tasks
 * must not depend on who runs them. Used by one thread at a time.
 */
public final class WorkerPool implements AutoCloseable {

  /** A phase: tasks numbered from 0, each run once. */
  public interface Phase {

    /**
     * Runs a task.
     *
     * @param worker number of the thread that runs it, below the pool's thread count, for the
     *     choice of scratch memory
     */
    void run(int task, int worker);
  }

  /**
   * About 50 microseconds: longer than the gap between phases, short against what a person sees.
   */
  private static final int SPINS = 2_000;

  /** Two cache lines of ints: processors fetch lines in pairs. */
  private static final int APART = 32;

  private final Worker[] workers;
  private final int spins;

  /** How many of its tasks each worker has been asked for, a cache line apart. */
  private final AtomicIntegerArray taken;

  private final AtomicInteger unfinished = new AtomicInteger();

  /** How many phases have been started; a write publishes {@link #phase} and {@link #tasks}. */
  private final AtomicInteger generation = new AtomicInteger();

  private Phase phase;
  private int tasks;
  private volatile Throwable failure;
  private volatile boolean closed;

  /**
   * Starts the workers, daemon threads.
   *
   * @param threads how many threads run tasks, the caller's included
   */
  public WorkerPool(int threads) {
    // Spinning pays only where every thread has a processor of its own.
    spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    taken = new AtomicIntegerArray(threads * APART);
    workers = new Worker[threads - 1];
    for (int k = 0; k < workers.length; k++) {
      workers[k] = new Worker(k + 1);
      workers[k].start();
    }
  }

  /** Returns how many threads run tasks. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs tasks 0 to {@code count - 1} and returns when all have ended; rethrows a task's failure,
   * and that the heap has run out as it is.
   */
  @SuppressWarnings("ThreadPriorityCheck") // yields where threads outnumber processors
  public void run(int count, Phase newPhase) {
    phase = newPhase;
    tasks = count;
    for (int worker = 0; worker < threads(); worker++) {
      taken.setPlain(worker * APART, 0);
    }
    unfinished.set(workers.length);
    generation.incrementAndGet();
    for (Worker worker : workers) {
      if (worker.asleep) {
        LockSupport.unpark(worker);
      }
    }
    runTasks(0);
    for (int spin = 0; unfinished.get() > 0; spin++) {
      if (spin < spins) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      if (thrown instanceof OutOfMemoryError exhausted) {
        throw exhausted;
      }
      throw new IllegalStateException("a worker thread failed: " + thrown, thrown);
    }
  }

  private void runTasks(int worker) {
    int threads = threads();
    try {
      for (int k = 0; k < threads; k++) {
        runTasksOf((worker + k) % threads, worker);
      }
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
    }
  }

  private void runTasksOf(int owner, int worker) {
    int threads = threads();
    while (failure == null) {
      int task = taken.getAndIncrement(owner * APART) * threads + owner;
      if (task >= tasks) {
        return;
      }
      phase.run(task, worker);
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
    boolean interrupted = false;
    for (Worker worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Worker extends Thread {

    private final int number;
    private volatile boolean asleep;

    Worker(int number) {
      super("gravmf-worker-" + number);
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      while (awaitGenerationAfter(seen)) {
        seen = generation.get();
        runTasks(number);
        unfinished.decrementAndGet();
      }
    }

    /** Returns true when there is a new phase, false when the pool is closed. */
    private boolean awaitGenerationAfter(int seen) {
      for (int spin = 0; spin < spins; spin++) {
        if (generation.get() != seen) {
          return true;
        }
        Thread.onSpinWait();
      }
      asleep = true;
      while (generation.get() == seen && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      return generation.get() != seen;
    }
  }
}
