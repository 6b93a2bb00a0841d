package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.kernels.KernelImages;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * The compiled kernels, loaded into the current context: machine code where the driver and the
 * device take it, otherwise PTX, which the driver compiles.
 */
public final class KernelModule {

  private final CUmodule module = new CUmodule();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private final CudaDevice device;

  /** Loads the kernels into the context that is current on this thread. */
  public KernelModule(CudaDevice device) {
    this.device = device;
    boolean machineCode =
        device.driver() >= KernelImages.fatbinDriver()
            && KernelImages.hasMachineCode(device.major(), device.minor());
    if (machineCode) {
      int result = JCudaDriver.cuModuleLoadData(module, KernelImages.fatbin());
      if (result == CUresult.CUDA_SUCCESS) {
        return;
      }
      if (result != CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU
          && result != CUresult.CUDA_ERROR_INVALID_IMAGE) {
        check(result, "cuModuleLoadData");
      }
    }
    check(JCudaDriver.cuModuleLoadData(module, KernelImages.ptx()), "cuModuleLoadData");
  }

  /** Returns an entry point. */
  public Kernel kernel(String name) {
    return kernels.computeIfAbsent(
        name,
        wanted -> {
          CUfunction function = new CUfunction();
          check(
              JCudaDriver.cuModuleGetFunction(function, module, wanted),
              "cuModuleGetFunction(" + wanted + ")");
          return new Kernel(wanted, function, device.multiprocessors());
        });
  }
}
