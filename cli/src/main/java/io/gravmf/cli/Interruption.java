package io.gravmf.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C (and a request to terminate) into a request to stop training. The JVM's shutdown
 * then waits until this is closed, that is, until the model is written; the exit code is the
 * signal's.
 */
final class Interruption implements AutoCloseable {

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "gravmf-interruption");
  private volatile boolean requested;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stopAndWait() {
    requested = true;
    boolean waiting = true;
    while (waiting) {
      try {
        finished.await();
        waiting = false;
      } catch (InterruptedException e) {
        // Nothing interrupts a shutdown hook on purpose; the model matters more.
      }
    }
  }

  boolean isRequested() {
    return requested;
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is shutting down already; the hook has nothing left to wait for.
        requested = true;
      }
    }
  }
}
