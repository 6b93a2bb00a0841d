package io.gravmf.backend.cuda;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import java.util.function.Consumer;

/** One GPU. */
final class CudaBackend implements Backend {

  private final CudaDevice device;
  private final BackendOptions options;

  CudaBackend(CudaDevice device, BackendOptions options) {
    this.device = device;
    this.options = options;
  }

  @Override
  public String name() {
    return "cuda:" + device.ordinal();
  }

  @Override
  public String description() {
    String cublas =
        options.gravity() == Gravity.AUTO && Cublas.problem() != null
            ? "; Gram matrices by its own kernels, for " + Cublas.problem()
            : "";
    return "GPU " + device.ordinal() + ", " + device.description() + cublas;
  }

  @Override
  public TrainingSession open(Problem problem) {
    return new CudaSession(device, problem, options);
  }

  @Override
  public void checkKernels(Consumer<KernelCheck> results) {
    CudaKernelChecks.run(device, results);
  }
}
