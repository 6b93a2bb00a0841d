package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.JCudaDriver;

/**
 * A context of its own on a device. All that is allocated or loaded in it dies with it, and an
 * error that breaks it breaks nothing else in the JVM.
 *
 * <p>Here as elsewhere, what gives something back is called once, whatever it answers: the answer
 * may be an earlier failure, and a second call may hit what another session has got since.
 */
public final class DeviceContext implements AutoCloseable {

  private final CUcontext context = new CUcontext();
  private boolean closed;

  /** Creates a context, which is not current on this thread. */
  public DeviceContext(CudaDevice device) {
    // The driver decides whether waiting threads spin or yield.
    check(
        JCudaDriver.cuCtxCreate(
            context, CUctx_flags.CU_CTX_SCHED_AUTO, CudaDevice.handle(device.ordinal())),
        "cuCtxCreate");
    try {
      pop();
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  /** Does something with this context current on this thread. */
  public <T> T within(Supplier<T> action) {
    check(JCudaDriver.cuCtxPushCurrent(context), "cuCtxPushCurrent");
    T result;
    try {
      result = action.get();
    } catch (RuntimeException | Error e) {
      // What it answers says nothing that the exception does not.
      JCudaDriver.cuCtxPopCurrent(new CUcontext());
      throw e;
    }
    pop();
    return result;
  }

  private static void pop() {
    check(JCudaDriver.cuCtxPopCurrent(new CUcontext()), "cuCtxPopCurrent");
  }

  /** Returns the bytes of device memory that are free. */
  public long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    check(JCudaDriver.cuMemGetInfo(free, total), "cuMemGetInfo");
    return free[0];
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    check(JCudaDriver.cuCtxDestroy(context), "cuCtxDestroy");
  }
}
