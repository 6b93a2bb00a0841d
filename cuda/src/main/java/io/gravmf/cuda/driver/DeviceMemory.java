package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.BackendUnavailableException;
import java.util.Locale;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * One block of device memory that holds all buffers of a session; it dies with its context, or
 * before.
 */
public final class DeviceMemory {

  private final CUdeviceptr start = new CUdeviceptr();

  /**
   * Allocates the block, filled with zero bytes.
   *
   * @throws BackendUnavailableException if less than that is free; the message has both figures
   */
  public DeviceMemory(DeviceContext context, long bytes, String purpose) {
    long free = context.freeMemory();
    if (bytes > free) {
      throw new BackendUnavailableException(
          String.format(
              Locale.ROOT,
              "%s needs %,d MiB of device memory, %,d MiB are free",
              purpose,
              mebibytesUp(bytes),
              free >> 20));
    }
    int result = JCudaDriver.cuMemAlloc(start, bytes);
    if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      throw new BackendUnavailableException(
          String.format(
              Locale.ROOT,
              "%s needs %,d MiB of device memory in one piece, which cuMemAlloc does not find among"
                  + " %,d MiB that are free",
              purpose,
              mebibytesUp(bytes),
              free >> 20));
    }
    check(result, "cuMemAlloc");
    result = JCudaDriver.cuMemsetD8(start, (byte) 0, bytes);
    if (result != CUresult.CUDA_SUCCESS) {
      JCudaDriver.cuMemFree(start);
    }
    check(result, "cuMemsetD8");
  }

  private static long mebibytesUp(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  /** Gives the block back, once, while its context lives on. */
  void free() {
    check(JCudaDriver.cuMemFree(start), "cuMemFree");
  }

  /** Returns the address of a buffer of the plan. */
  public CUdeviceptr at(long offset) {
    return start.withByteOffset(offset);
  }

  /** Copies all values to the device. */
  public static void upload(CUdeviceptr to, int[] values) {
    copy(to, Pointer.to(values), (long) values.length * Integer.BYTES);
  }

  /** Copies all values to the device. */
  public static void upload(CUdeviceptr to, long[] values) {
    copy(to, Pointer.to(values), (long) values.length * Long.BYTES);
  }

  /** Copies all values to the device. */
  public static void upload(CUdeviceptr to, float[] values) {
    copy(to, Pointer.to(values), (long) values.length * Float.BYTES);
  }

  /** Copies values to the device. */
  public static void upload(CUdeviceptr to, double[] values) {
    copy(to, Pointer.to(values), (long) values.length * Double.BYTES);
  }

  private static void copy(CUdeviceptr to, Pointer from, long bytes) {
    if (bytes > 0) {
      check(JCudaDriver.cuMemcpyHtoD(to, from, bytes), "cuMemcpyHtoD");
    }
  }

  /**
   * Copies so many values from the device, once the kernels queued on the default stream are done.
   */
  public static void download(int[] to, CUdeviceptr from, int count) {
    if (count > 0) {
      check(
          JCudaDriver.cuMemcpyDtoH(Pointer.to(to), from, (long) count * Integer.BYTES),
          "cuMemcpyDtoH");
    }
  }

  /**
   * Copies so many values from the device, once the kernels queued on the default stream are done.
   */
  public static void download(float[] to, CUdeviceptr from, int count) {
    if (count > 0) {
      check(
          JCudaDriver.cuMemcpyDtoH(Pointer.to(to), from, (long) count * Float.BYTES),
          "cuMemcpyDtoH");
    }
  }

  /**
   * Copies so many values from the device, once the kernels queued on the default stream are done.
   */
  public static void download(double[] to, CUdeviceptr from, int count) {
    if (count > 0) {
      check(
          JCudaDriver.cuMemcpyDtoH(Pointer.to(to), from, (long) count * Double.BYTES),
          "cuMemcpyDtoH");
    }
  }
}
