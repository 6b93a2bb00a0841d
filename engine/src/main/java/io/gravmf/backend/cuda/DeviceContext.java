package io.gravmf.backend.cuda;

import static io.gravmf.backend.cuda.Driver.check;

import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.JCudaDriver;

/**
 * A context of its own on a device. All that is allocated or loaded in it dies with it, and an
 * error that breaks it breaks nothing else in the JVM.
 */
final class DeviceContext implements AutoCloseable {

  private final CUcontext context = new CUcontext();
  private boolean closed;

  DeviceContext(CudaDevice device) {
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
  <T> T within(Supplier<T> action) {
    check(JCudaDriver.cuCtxPushCurrent(context), "cuCtxPushCurrent");
    T result;
    try {
      result = action.get();
    } catch (RuntimeException | Error e) {
      JCudaDriver.cuCtxPopCurrent(new CUcontext());
      throw e;
    }
    pop();
    return result;
  }

  /** Once more where it fails: a context left current would be the thread's for good. */
  private static void pop() {
    int result = JCudaDriver.cuCtxPopCurrent(new CUcontext());
    if (result != 0) {
      JCudaDriver.cuCtxPopCurrent(new CUcontext());
      check(result, "cuCtxPopCurrent");
    }
  }

  /** Returns the bytes of device memory that are free. */
  long freeMemory() {
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
    int result = JCudaDriver.cuCtxDestroy(context);
    if (result != 0) {
      // Once more, for otherwise all that it holds is lost to this process; then say what happened.
      JCudaDriver.cuCtxDestroy(context);
      check(result, "cuCtxDestroy");
    }
  }
}
