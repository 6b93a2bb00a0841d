package io.gravmf.cli.console;

import java.util.concurrent.locks.LockSupport;

/** What is still to be done when the JVM is asked to end while a command runs. */
public final class ShutdownHook {

  private final Thread hook;

  /**
   * Registers what is to be done. Where the JVM is ending already, a signal came before anything
   * had begun: the calling thread then waits for the end, so that nothing begins.
   *
   * @param name the hook's thread
   */
  public ShutdownHook(String name, Runnable work) {
    hook = new Thread(work, name);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      awaitEnd();
    }
  }

  private static void awaitEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  /** There is nothing left to do; a hook that has begun is not stopped. */
  public void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook has done, or is doing, what is left to do.
      return;
    }
  }
}
