package io.gravmf.cuda.driver;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A context of one session, or of several, whose threads take turns: once something in it has
 * failed, what it holds is no longer known, and it is only closed.
 */
public final class GuardedContext implements AutoCloseable {

  private final DeviceContext context;
  private final Runnable giveBack;

  /** Fair, so that who opens a session among others that run gets a turn. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private CudaException failure;
  private boolean closed;

  /**
   * Creates a context of its own on a device.
   *
   * @param giveBack gives back what would outlive the context, each thing once however often it is
   *     called; runs with the context current
   */
  public GuardedContext(CudaDevice device, Runnable giveBack) {
    context = new DeviceContext(device);
    this.giveBack = giveBack;
  }

  /** Returns the context. */
  public DeviceContext context() {
    return context;
  }

  /**
   * Does something with the context current.
   *
   * @throws IllegalStateException if the session is closed or has failed
   */
  public <T> T use(Supplier<T> action) {
    turn.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the session is closed");
      }
      if (failure != null) {
        throw new IllegalStateException("the session has failed: " + failure.getMessage(), failure);
      }
      return context.within(action);
    } catch (CudaException e) {
      failure = e;
      throw e;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Gives back what one of several sessions has made, each thing once however often {@code
   * giveBack} is called. What was in a context that is closed went with it; and in one that has
   * failed every call may answer that it has.
   */
  void giveBack(Runnable of) {
    turn.lock();
    try {
      CudaException failed = closed ? null : givingBack(of);
      if (failed != null && failure == null) {
        throw failed;
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      CudaException givingBack = givingBack(giveBack);
      CudaException closing = failureOf(context::close);
      // Where something has failed before, these may be its answers, and it has been reported.
      if (failure == null && (givingBack != null || closing != null)) {
        throw givingBack != null ? givingBack : closing;
      }
    } finally {
      turn.unlock();
    }
  }

  private CudaException givingBack(Runnable of) {
    CudaException failed = failureOf(() -> within(of));
    if (failed != null) {
      // Once more, for the context may not have become current; what went then is left alone.
      failureOf(() -> within(of));
    }
    return failed;
  }

  private void within(Runnable action) {
    context.within(
        () -> {
          action.run();
          return null;
        });
  }

  private static CudaException failureOf(Runnable action) {
    try {
      action.run();
      return null;
    } catch (CudaException e) {
      return e;
    }
  }
}
