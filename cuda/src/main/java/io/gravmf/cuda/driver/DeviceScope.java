package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * What a session makes on a device: in a context of its own, with which all of it dies, or in one
 * that it shares with others, where each thing is given back by itself.
 */
public final class DeviceScope implements AutoCloseable {

  private final CudaDevice device;
  private final boolean shared;
  private final Deque<Runnable> held = new ArrayDeque<>();

  /** Null until the scope is opened. */
  private GuardedContext guarded;

  private KernelModule kernels;
  private boolean closed;

  private DeviceScope(CudaDevice device) {
    this.device = device;
    shared = false;
  }

  private DeviceScope(DeviceScope around) {
    device = around.device;
    shared = true;
    guarded = around.guarded;
    kernels = around.kernels;
  }

  /** Returns a scope with a context of its own, which is made when it is opened. */
  public static DeviceScope own(CudaDevice device) {
    return new DeviceScope(device);
  }

  /** Returns a scope within this one's context, with the kernels that are loaded there. */
  public DeviceScope inner() {
    return new DeviceScope(this);
  }

  /** Returns the device. */
  public CudaDevice device() {
    return device;
  }

  /** Returns whether others work in the same context. */
  public boolean isShared() {
    return shared;
  }

  /** Does what opens the session; whatever it throws, all is given back. */
  public void open(Runnable opening) {
    if (guarded == null) {
      guarded = new GuardedContext(device, this::giveBack);
    }
    try {
      guarded.use(
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
   * @throws IllegalStateException if the session or the context is closed, or something in the
   *     context has failed
   */
  public <T> T use(Supplier<T> action) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    return guarded.use(action);
  }

  /** Returns the kernels, which are loaded if they have not been; the context must be current. */
  public KernelModule kernels() {
    if (kernels == null) {
      kernels = new KernelModule(device);
    }
    return kernels;
  }

  /** Returns the bytes of device memory that are free. */
  public long freeMemory() {
    return use(() -> guarded.context().freeMemory());
  }

  /** Makes a stream that waits for no other. */
  public CUstream stream() {
    CUstream stream = new CUstream();
    check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
    dies(() -> check(JCudaDriver.cuStreamDestroy(stream), "cuStreamDestroy"));
    return stream;
  }

  /**
   * Makes an event.
   *
   * @param flags of {@link jcuda.driver.CUevent_flags}
   */
  public CUevent event(int flags) {
    CUevent event = new CUevent();
    check(JCudaDriver.cuEventCreate(event, flags), "cuEventCreate");
    dies(() -> check(JCudaDriver.cuEventDestroy(event), "cuEventDestroy"));
    return event;
  }

  /** Allocates pinned memory of so many bytes. */
  public PinnedMemory pinned(long bytes) {
    PinnedMemory memory = new PinnedMemory(bytes);
    dies(memory::free);
    return memory;
  }

  /**
   * Allocates device memory, filled with zero bytes.
   *
   * @throws io.gravmf.backend.BackendUnavailableException if less than that is free
   */
  public DeviceMemory memory(long bytes, String purpose) {
    DeviceMemory memory = new DeviceMemory(guarded.context(), bytes, purpose);
    dies(memory::free);
    return memory;
  }

  /** Waits for what has been queued on the default stream, such as uploads. */
  public void waitForUploads() {
    if (shared) {
      check(JCudaDriver.cuStreamSynchronize(null), "cuStreamSynchronize");
    } else {
      check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    }
  }

  /** Takes over what must be given back even where the context ends. */
  public void hold(Runnable giveBack) {
    held.push(giveBack);
  }

  /** Takes over what ends with the context, and must be given back where that lives on. */
  private void dies(Runnable giveBack) {
    if (shared) {
      held.push(giveBack);
    }
  }

  /** Each thing once, the last first, whatever others answer. */
  private void giveBack() {
    CudaException failure = null;
    while (!held.isEmpty()) {
      try {
        held.pop().run();
      } catch (CudaException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (shared) {
      guarded.giveBack(this::giveBack);
    } else {
      guarded.close();
    }
  }
}
