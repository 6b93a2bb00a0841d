package io.gravmf.cuda.epoch;

import static io.gravmf.cuda.driver.Driver.check;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Captured graphs: one of many epochs, and one of a single epoch for the rest. Within an epoch the
 * sparse gradient runs beside the Gram matrices.
 */
final class GraphLauncher implements EpochLauncher {

  private static final int EPOCHS_OF_LARGE = 32;

  private final TrainingKernels kernels;
  private final CUstream stream;
  private final CUstream side = new CUstream();
  private final CUevent fork = new CUevent();
  private final CUevent join = new CUevent();
  private final CUgraphExec single = new CUgraphExec();
  private final CUgraphExec large = new CUgraphExec();
  private boolean hasSingle;
  private boolean hasLarge;

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
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    instantiate(single, 1);
    hasSingle = true;
  }

  private void instantiate(CUgraphExec graphExec, int epochs) {
    CUgraph graph = capture(epochs);
    int result = JCudaDriver.cuGraphInstantiate(graphExec, graph, 0);
    int destroyed = JCudaDriver.cuGraphDestroy(graph);
    if (result == 0 && destroyed != 0) {
      JCudaDriver.cuGraphExecDestroy(graphExec);
    }
    check(result, "cuGraphInstantiate");
    check(destroyed, "cuGraphDestroy");
  }

  private CUgraph capture(int epochs) {
    check(
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "cuStreamBeginCapture");
    CUgraph graph = new CUgraph();
    RuntimeException failure = null;
    try {
      for (int k = 0; k < epochs; k++) {
        captureEpoch();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    int result = JCudaDriver.cuStreamEndCapture(stream, graph);
    if (failure != null) {
      if (result == 0) {
        JCudaDriver.cuGraphDestroy(graph);
      }
      throw failure;
    }
    check(result, "cuStreamEndCapture");
    return graph;
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
    if (epochs >= EPOCHS_OF_LARGE && !hasLarge) {
      instantiate(large, EPOCHS_OF_LARGE);
      hasLarge = true;
    }
    int left = epochs;
    for (; left >= EPOCHS_OF_LARGE; left -= EPOCHS_OF_LARGE) {
      check(JCudaDriver.cuGraphLaunch(large, stream), "cuGraphLaunch");
    }
    for (; left > 0; left--) {
      check(JCudaDriver.cuGraphLaunch(single, stream), "cuGraphLaunch");
    }
  }

  @Override
  public void close() {
    int singleDestroyed = hasSingle ? JCudaDriver.cuGraphExecDestroy(single) : 0;
    int largeDestroyed = hasLarge ? JCudaDriver.cuGraphExecDestroy(large) : 0;
    hasSingle = false;
    hasLarge = false;
    check(singleDestroyed, "cuGraphExecDestroy");
    check(largeDestroyed, "cuGraphExecDestroy");
  }
}
