package io.gravmf.cuda.epoch;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.cuda.driver.CapturedGraph;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Captured graphs: one of many epochs, and one of a single epoch for the rest. Within an epoch the
 * sparse gradient runs beside the Gram matrices.
 */
final class GraphLauncher implements EpochLauncher {

  static final int EPOCHS_OF_LARGE = 32;

  private final TrainingKernels kernels;
  private final CUstream stream;
  private final CUstream side = new CUstream();
  private final CUevent fork = new CUevent();
  private final CUevent join = new CUevent();
  private final CapturedGraph single;
  private final CapturedGraph large;

  GraphLauncher(TrainingKernels kernels, CUstream stream) {
    this.kernels = kernels;
    this.stream = stream;
    check(
        JCudaDriver.cuStreamCreate(side, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    check(JCudaDriver.cuEventCreate(fork, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
    check(JCudaDriver.cuEventCreate(join, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
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
            captureEpoch();
          }
        });
  }

  private void captureEpoch() {
    check(JCudaDriver.cuEventRecord(fork, stream), "cuEventRecord");
    check(JCudaDriver.cuStreamWaitEvent(side, fork, 0), "cuStreamWaitEvent");
    kernels.sparse(side);
    check(JCudaDriver.cuEventRecord(join, side), "cuEventRecord");
    kernels.gramPartial(stream);
    kernels.gramReduce(stream, true);
    check(JCudaDriver.cuStreamWaitEvent(stream, join, 0), "cuStreamWaitEvent");
    kernels.update(stream, null, null);
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
