package io.gravmf.cuda.driver;

import static io.gravmf.cuda.driver.Driver.check;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** Work captured from a stream, ready to be launched as a whole any number of times. */
public final class CapturedGraph implements AutoCloseable {

  private final CUgraphExec exec = new CUgraphExec();
  private boolean closed;

  /**
   * Captures what is queued on a stream, and on others that fork from it and join it.
   *
   * @param work must not load a kernel: the driver may do so at a kernel's first launch, which is
   *     not allowed in a capture, so each must have been launched before
   */
  public CapturedGraph(CUstream stream, Runnable work) {
    CUgraph graph = capture(stream, work);
    int result = JCudaDriver.cuGraphInstantiate(exec, graph, 0);
    int destroyed = JCudaDriver.cuGraphDestroy(graph);
    if (result == 0 && destroyed != 0) {
      JCudaDriver.cuGraphExecDestroy(exec);
    }
    check(result, "cuGraphInstantiate");
    check(destroyed, "cuGraphDestroy");
  }

  private static CUgraph capture(CUstream stream, Runnable work) {
    check(
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "cuStreamBeginCapture");
    CUgraph graph = new CUgraph();
    RuntimeException failure = null;
    try {
      work.run();
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

  /** Queues the captured work. */
  public void launch(CUstream stream) {
    check(JCudaDriver.cuGraphLaunch(exec, stream), "cuGraphLaunch");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      check(JCudaDriver.cuGraphExecDestroy(exec), "cuGraphExecDestroy");
    }
  }
}
