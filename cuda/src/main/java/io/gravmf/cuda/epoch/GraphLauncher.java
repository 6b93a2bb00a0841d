package io.gravmf.cuda.epoch;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.cuda.driver.CapturedGraph;
import io.gravmf.cuda.driver.DeviceScope;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Captured graphs: one of many epochs, and one of a single epoch for the rest. Within an epoch the
 * sparse gradient runs beside the Gram matrices.
 */
final class GraphLauncher implements EpochLauncher {

  static final int EPOCHS_OF_LARGE = 32;

  private final CUstream stream;
  private final ForkedEpoch epoch;
  private final CapturedGraph single;
  private final CapturedGraph large;

  GraphLauncher(DeviceScope scope, TrainingKernels kernels, CUstream stream) {
    this.stream = stream;
    epoch = new ForkedEpoch(scope, kernels);
    // Once outside a capture: the driver may load a kernel at its first launch, and loading is not
    // allowed within one. What these compute, the first epoch computes again.
    kernels.gramPartial(stream);
    kernels.gramReduce(stream, false);
    kernels.sparse(stream);
    kernels.updateLossAlone(stream);
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    single = capture(1);
    try {
      large = capture(EPOCHS_OF_LARGE);
    } catch (RuntimeException e) {
      single.close();
      throw e;
    }
  }

  private CapturedGraph capture(int epochs) {
    return new CapturedGraph(
        stream,
        () -> {
          for (int k = 0; k < epochs; k++) {
            epoch.queue(stream);
          }
        });
  }

  @Override
  public String name() {
    return "graph";
  }

  @Override
  public void launch(int epochs) {
    int left = epochs;
    for (; left >= EPOCHS_OF_LARGE; left -= EPOCHS_OF_LARGE) {
      large.launch(stream);
    }
    for (; left > 0; left--) {
      single.launch(stream);
    }
  }

  @Override
  public void close() {
    try {
      single.close();
    } finally {
      large.close();
    }
  }
}
