package io.gravmf.parallel;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Daemon threads for tasks that take long and do not depend on each other: trials, folds, blocks of
 * queries. Tasks begin in the order in which they were submitted.
 */
public final class TaskThreads implements AutoCloseable {

  private final String task;
  private final ExecutorService pool;

  /**
   * Starts threads, at first use.
   *
   * @param threads how many tasks run at once
   * @param task what one is, for names and messages: {@code fold}
   */
  public TaskThreads(int threads, String task) {
    this.task = task;
    pool = Executors.newFixedThreadPool(threads, this::daemon);
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "gravmf-" + task);
    thread.setDaemon(true);
    return thread;
  }

  /** Queues a task. */
  public <T> Future<T> submit(Callable<T> work) {
    return pool.submit(work);
  }

  /**
   * Waits for a task and returns its result; rethrows its failure, and that the heap has run out,
   * as they are.
   *
   * @throws IllegalStateException if the waiting thread is interrupted, which stays so
   */
  public <T> T result(Future<T> running) {
    try {
      return running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a " + task + " failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a " + task, e);
    }
  }

  /** Interrupts tasks that run and forgets those that have not begun. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
