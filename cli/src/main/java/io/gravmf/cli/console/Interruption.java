package io.gravmf.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C, and a request to terminate or a terminal that is closed, into a request to stop
 * training. The JVM's shutdown then waits until the command has ended, that is, until the model is
 * written and whatever went wrong is said; the exit code is the signal's: 130 after Ctrl-C. A
 * second signal ends the JVM at once.
 */
public final class Interruption implements AutoCloseable {

  /** What shells report of a program that the signal ended. */
  private static final Map<String, Integer> EXIT_CODES =
      Map.of("HUP", 129, "INT", 130, "TERM", 143);

  /** Signals are the process's, and so is this: those whose command has not ended. */
  private static final Queue<Interruption> LISTENING = new ConcurrentLinkedQueue<>();

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ProgressView view = ProgressView.NONE;
  private volatile boolean requested;
  private volatile boolean closed;
  private final ShutdownHook hook;

  /** Begins to listen; does not return where a signal has come before. */
  public Interruption() {
    hook = new ShutdownHook("gravmf-interruption", this::stopAndWait);
    LISTENING.add(this);
  }

  /** Says on a view what Ctrl-C does, when it is pressed. */
  void announceOn(ProgressView where) {
    view = where;
  }

  private void stopAndWait() {
    requested = true;
    EXIT_CODES.forEach(Interruption::haltOn);
    if (!closed) {
      view.say("stopping after this epoch; Ctrl-C again ends at once and writes nothing");
    }
    boolean waiting = true;
    while (waiting) {
      try {
        ended.await();
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
  private static void haltOn(String name, int exitCode) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler halt =
          (proxy, method, arguments) -> {
            Runtime.getRuntime().halt(exitCode);
            return null;
          };
      Object halting =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, halt);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), halting);
    } catch (ReflectiveOperationException e) {
      System.getLogger(Interruption.class.getName())
          .log(System.Logger.Level.DEBUG, "this JVM cannot hear of a second signal " + name, e);
    }
  }

  boolean isRequested() {
    return requested;
  }

  /** There is nothing left to stop; what is being written and said is still waited for. */
  @Override
  public void close() {
    closed = true;
  }

  /**
   * Lets a shutdown that waits go on: the commands have ended, and have said all that they had to.
   */
  public static void commandsEnded() {
    for (Interruption each = LISTENING.poll(); each != null; each = LISTENING.poll()) {
      each.end();
    }
  }

  private void end() {
    ended.countDown();
    hook.cancel();
  }
}
