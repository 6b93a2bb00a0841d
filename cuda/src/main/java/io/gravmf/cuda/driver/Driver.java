package io.gravmf.cuda.driver;

import io.gravmf.kernels.KernelImages;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The CUDA driver of this machine: loads it once, and checks the results of its calls. */
public final class Driver {

  /** Null where the driver can be used, else the reason, in one line. */
  private static final String PROBLEM = initialize();

  private Driver() {}

  /** Returns why the driver cannot be used, in one line, or null where it can. */
  public static String problem() {
    return PROBLEM;
  }

  /** Returns the newest CUDA that the driver knows, as {@code 1000 * major + 10 * minor}. */
  public static int version() {
    int[] version = new int[1];
    check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    return version[0];
  }

  /** Returns a driver version as people write it. */
  static String versionText(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /**
   * Checks what a call answered.
   *
   * @throws CudaException if a driver call did not succeed
   */
  public static void check(int result, String call) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw new CudaException(call, CUresult.stringFor(result), result);
    }
  }

  private static String initialize() {
    String missing =
        NativeLibrary.load("JCudaDriver", () -> JCudaDriver.setExceptionsEnabled(false));
    if (missing != null) {
      return missing.contains("libcuda.so.1")
          ? "no NVIDIA driver is installed: " + missing
          : "CUDA cannot be used: " + missing;
    }
    int result = JCudaDriver.cuInit(0);
    if (result == CUresult.CUDA_ERROR_NO_DEVICE) {
      return "the NVIDIA driver finds no GPU";
    }
    if (result != CUresult.CUDA_SUCCESS) {
      return "the NVIDIA driver does not start: cuInit gives " + CUresult.stringFor(result);
    }
    return null;
  }

  /** Returns why a version of the driver is too old for the kernels, or null. */
  static String tooOld(int version) {
    return version >= KernelImages.ptxDriver()
        ? null
        : "the NVIDIA driver knows CUDA "
            + versionText(version)
            + ", expected "
            + versionText(KernelImages.ptxDriver())
            + " or newer";
  }
}
