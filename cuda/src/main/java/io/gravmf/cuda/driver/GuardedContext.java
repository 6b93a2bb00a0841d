package io.gravmf.cuda.driver;

import java.util.function.Supplier;

/**
 * The context of a session: once something in it has failed, what it holds is no longer known, and
 * it is only closed.
 */
public final class GuardedContext implements AutoCloseable {

  private final DeviceContext context;
  private final Runnable giveBack;
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

  /** Does what opens the session; whatever it throws, all is given back. */
  public void open(Runnable opening) {
    try {
      context.within(
          () -> {
            opening.run();
            return null;
          });
    } catch (RuntimeException | Error e) {
      try {
        close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /**
   * Does something with the context current.
   *
   * @throws IllegalStateException if the session is closed or has failed
   */
  public <T> T use(Supplier<T> action) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    if (failure != null) {
      throw new IllegalStateException("the session has failed: " + failure.getMessage(), failure);
    }
    try {
      return context.within(action);
    } catch (CudaException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    CudaException givingBack = failureOf(this::giveBackWithin);
    if (givingBack != null) {
      // Once more, for the context may not have become current; what went then is left alone.
      failureOf(this::giveBackWithin);
    }
    CudaException closing = failureOf(context::close);
    if (givingBack != null || closing != null) {
      throw givingBack != null ? givingBack : closing;
    }
  }

  private void giveBackWithin() {
    context.within(
        () -> {
          giveBack.run();
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
