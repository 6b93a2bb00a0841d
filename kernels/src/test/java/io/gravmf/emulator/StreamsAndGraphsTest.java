package io.gravmf.emulator;

import static io.gravmf.emulator.Device.ok;
import static io.gravmf.emulator.Device.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Work runs in the order that streams, events and graphs promise, and no sooner than someone waits
 * for it.
 */
class StreamsAndGraphsTest {
  private Device device;
  private CUstream stream;
  private CUstream other;

  @BeforeEach
  void open() {
    device = new Device();
    stream = nonBlockingStream();
    other = nonBlockingStream();
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private static CUstream nonBlockingStream() {
    CUstream stream = new CUstream();
    ok(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return stream;
  }

  private static CUevent event() {
    CUevent event = new CUevent();
    ok(JCudaDriver.cuEventCreate(event, 0));
    return event;
  }

  private void affine(CUdeviceptr x, float a, float b, CUstream on) {
    ok(device.launch("gravmf_selftest_affine", 1, 32, 0, on, to(x), to(a), to(b), to(1)));
  }

  /** The stream that waits has not failed itself. */
  @Test
  void whatAStreamWaitedForMayHaveFailed() {
    CUevent done = event();
    EmulatedDriver.failCall("run_kernel", 1, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    affine(device.upload(1f), 2, 1, stream);
    ok(JCudaDriver.cuEventRecord(done, stream));
    ok(JCudaDriver.cuStreamWaitEvent(other, done, 0));
    assertThat(JCudaDriver.cuStreamSynchronize(other))
        .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
  }

  @Test
  void workIsLateUntilSomeoneWaits() {
    CUdeviceptr x = device.upload(1f);
    affine(x, 2, 1, stream);
    // A copy on the null stream does not wait for a non-blocking stream.
    assertThat(device.floats(x, 1)).containsExactly(1f);
    assertThat(JCudaDriver.cuStreamQuery(stream)).isEqualTo(CUresult.CUDA_ERROR_NOT_READY);
    ok(JCudaDriver.cuStreamSynchronize(stream));
    ok(JCudaDriver.cuStreamQuery(stream));
    assertThat(device.floats(x, 1)).containsExactly(3f);
  }

  @Test
  void nullStreamWaitsForBlockingStreams() {
    CUstream blocking = new CUstream();
    ok(JCudaDriver.cuStreamCreate(blocking, CUstream_flags.CU_STREAM_DEFAULT));
    CUdeviceptr x = device.upload(1f);
    affine(x, 2, 1, blocking);
    assertThat(device.floats(x, 1)).containsExactly(3f);
    affine(x, 2, 1, null);
    affine(x, 10, 0, blocking);
    ok(JCudaDriver.cuStreamSynchronize(blocking));
    assertThat(device.floats(x, 1)).containsExactly(70f);
  }

  @Test
  void copiesFromPinnedMemoryReadItWhenTheyRun() {
    Pointer pinned = new Pointer();
    ok(JCudaDriver.cuMemAllocHost(pinned, 8));
    ByteBuffer host = pinned.getByteBuffer(0, 8).order(ByteOrder.nativeOrder());
    CUdeviceptr x = device.allocate(4);
    host.putFloat(0, 1);
    ok(JCudaDriver.cuMemcpyHtoDAsync(x, pinned, 4, stream));
    host.putFloat(0, 2);
    affine(x, 3, 0, stream);
    ok(JCudaDriver.cuMemcpyDtoHAsync(pinned.withByteOffset(4), x, 4, stream));
    assertThat(host.getFloat(4)).isNaN();
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(host.getFloat(4)).isEqualTo(6f);
    ok(JCudaDriver.cuMemFreeHost(pinned));
  }

  @Test
  void eventsOrderStreams() {
    CUdeviceptr x = device.upload(1f);
    CUevent start = event();
    CUevent end = event();
    ok(JCudaDriver.cuEventRecord(start, stream));
    affine(x, 2, 1, stream);
    ok(JCudaDriver.cuEventRecord(end, stream));
    ok(JCudaDriver.cuStreamWaitEvent(other, end, 0));
    affine(x, 10, 0, other);
    float[] milliseconds = new float[1];
    assertThat(JCudaDriver.cuEventElapsedTime(milliseconds, start, end))
        .isEqualTo(CUresult.CUDA_ERROR_NOT_READY);
    ok(JCudaDriver.cuStreamSynchronize(other));
    assertThat(device.floats(x, 1)).containsExactly(30f);
    ok(JCudaDriver.cuEventSynchronize(end));
    ok(JCudaDriver.cuEventElapsedTime(milliseconds, start, end));
    assertThat(milliseconds[0]).isNotNegative();
  }

  /**
   * x = 2x + 1 on one stream, then on a second one that joins the capture x = 10x, then x = x + 5
   * on the first.
   */
  private CUgraph captured(CUdeviceptr x, boolean join) {
    CUevent forked = event();
    CUevent joined = event();
    ok(JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
    affine(x, 2, 1, stream);
    ok(JCudaDriver.cuEventRecord(forked, stream));
    ok(JCudaDriver.cuStreamWaitEvent(other, forked, 0));
    affine(x, 10, 0, other);
    ok(JCudaDriver.cuEventRecord(joined, other));
    if (join) {
      ok(JCudaDriver.cuStreamWaitEvent(stream, joined, 0));
    }
    affine(x, 1, 5, stream);
    CUgraph graph = new CUgraph();
    int result = JCudaDriver.cuStreamEndCapture(stream, graph);
    assertThat(result).isEqualTo(join ? 0 : CUresult.CUDA_ERROR_STREAM_CAPTURE_UNJOINED);
    return graph;
  }

  @Test
  void graphsRepeatWhatWasCaptured() {
    CUdeviceptr x = device.upload(1f);
    CUgraph graph = captured(x, true);
    assertThat(device.floats(x, 1)).containsExactly(1f);
    CUgraphExec exec = new CUgraphExec();
    ok(JCudaDriver.cuGraphInstantiate(exec, graph, 0));
    ok(JCudaDriver.cuGraphDestroy(graph));
    for (int i = 0; i < 3; i++) {
      ok(JCudaDriver.cuGraphLaunch(exec, stream));
    }
    ok(JCudaDriver.cuStreamSynchronize(stream));
    // 1 -> 35 -> 715 -> 14315
    assertThat(device.floats(x, 1)).containsExactly(14315f);
    assertThat(EmulatedDriver.count(EmulatedDriver.Counter.GRAPHS_RUN)).isEqualTo(3);
    ok(JCudaDriver.cuGraphExecDestroy(exec));
    assertThat(EmulatedDriver.count(EmulatedDriver.Counter.GRAPHS)).isZero();
    assertThat(EmulatedDriver.count(EmulatedDriver.Counter.GRAPH_EXECS)).isZero();
  }

  @Test
  void captureThatIsNotJoinedFails() {
    captured(device.upload(1f), false);
    assertThat(EmulatedDriver.count(EmulatedDriver.Counter.GRAPHS)).isZero();
  }

  @Test
  void whatHasNoOrderRunsInTheUnexpectedOne() {
    CUdeviceptr x = device.upload(1f);
    CUevent forked = event();
    CUevent joined = event();
    ok(JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
    ok(JCudaDriver.cuEventRecord(forked, stream));
    ok(JCudaDriver.cuStreamWaitEvent(other, forked, 0));
    affine(x, 2, 1, stream);
    affine(x, 10, 0, other);
    ok(JCudaDriver.cuEventRecord(joined, other));
    ok(JCudaDriver.cuStreamWaitEvent(stream, joined, 0));
    CUgraph graph = new CUgraph();
    ok(JCudaDriver.cuStreamEndCapture(stream, graph));
    CUgraphExec exec = new CUgraphExec();
    ok(JCudaDriver.cuGraphInstantiate(exec, graph, 0));
    ok(JCudaDriver.cuGraphLaunch(exec, stream));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(device.floats(x, 1)).containsExactly(21f);
    ok(JCudaDriver.cuGraphExecDestroy(exec));
    ok(JCudaDriver.cuGraphDestroy(graph));
  }

  @Test
  void waitingAndAllocatingBreakACapture() {
    ok(JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 4))
        .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
    assertThat(JCudaDriver.cuStreamEndCapture(stream, new CUgraph()))
        .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
    affine(device.upload(1f), 1, 1, stream);
    ok(JCudaDriver.cuStreamSynchronize(stream));
  }
}
