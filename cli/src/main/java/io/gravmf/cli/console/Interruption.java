package io.gravmf.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C (and a request to terminate) into a request to stop training. The JVM's shutdown
 * then waits until this is closed, that is, until the model is written; the exit code is the
 * signal's: 130 after Ctrl-C. A second Ctrl-C ends the JVM at once.
 */
public final class Interruption implements AutoCloseable {

  private static final int EXIT_CODE_OF_CTRL_C = 130;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "gravmf-interruption");
  private volatile ProgressView view = ProgressView.NONE;
  private volatile boolean requested;

  /** Begins to listen for Ctrl-C. */
  public Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says on a view what Ctrl-C does, when it is pressed. */
  void announceOn(ProgressView where) {
    view = where;
  }

  private void stopAndWait() {
    requested = true;
    haltOnNextCtrlC();
    view.say("stopping after this epoch; Ctrl-C again ends at once and writes nothing");
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

  /**
   * A JVM that is shutting down ignores further signals unless their handler is replaced, which
   * only sun.misc.Signal can do; javac warns of that class, so it is looked up.
   */
  private static void haltOnNextCtrlC() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler halt =
          (proxy, method, arguments) -> {
            Runtime.getRuntime().halt(EXIT_CODE_OF_CTRL_C);
            return null;
          };
      Object halting =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, halt);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), halting);
    } catch (ReflectiveOperationException e) {
      System.getLogger(Interruption.class.getName())
          .log(System.Logger.Level.DEBUG, "this JVM cannot hear of a second Ctrl-C", e);
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
