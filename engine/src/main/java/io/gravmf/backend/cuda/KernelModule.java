package io.gravmf.backend.cuda;

import static io.gravmf.backend.cuda.Driver.check;

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
final class KernelModule {

  private final CUmodule module = new CUmodule();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private final CudaDevice device;

  KernelModule(CudaDevice device) {
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
  Kernel kernel(String name) {
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
