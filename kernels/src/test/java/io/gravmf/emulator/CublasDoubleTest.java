package io.gravmf.emulator;

import static io.gravmf.emulator.Device.ok;
import static io.gravmf.emulator.Device.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.emulator.EmulatedDriver.Counter;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The double of cuBLAS computes Gram matrices, in the order of its stream. */
class CublasDoubleTest {
  private static final Pointer ONE = Pointer.to(new float[] {1});
  private static final Pointer ZERO = Pointer.to(new float[] {0});

  private Device device;
  private cublasHandle handle;
  private CUstream stream;

  @BeforeEach
  void open() {
    device = new Device();
    JCublas2.setExceptionsEnabled(false);
    handle = new cublasHandle();
    ok(JCublas2.cublasCreate(handle));
    stream = new CUstream();
    ok(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    ok(JCublas2.cublasSetStream(handle, new cudaStream_t(stream)));
  }

  @AfterEach
  void close() {
    if (device != null) {
      ok(JCublas2.cublasDestroy(handle));
      device.close();
      assertThat(EmulatedDriver.count(Counter.LIVE)).isZero();
    }
  }

  @Test
  void gramMatrixByGemm() {
    // Three rows of two columns, row-major: column-major it is 2 x 3, with a leading dimension of
    // 2.
    CUdeviceptr rows = device.upload(1f, 2f, 3f, 4f, 5f, 6f);
    CUdeviceptr gram = device.allocate(16);
    int n = cublasOperation.CUBLAS_OP_N;
    int t = cublasOperation.CUBLAS_OP_T;
    ok(JCublas2.cublasSgemm(handle, n, t, 2, 2, 3, ONE, rows, 2, rows, 2, ZERO, gram, 2));
    assertThat(device.floats(gram, 1))
        .containsExactly(Float.NaN); // nobody has waited for the stream
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(device.floats(gram, 4)).containsExactly(35, 44, 44, 56);
    // The other way round: products of the rows with each other, added to what is there.
    CUdeviceptr square = device.upload(1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f);
    ok(JCublas2.cublasSgemm(handle, t, n, 3, 3, 2, ONE, rows, 2, rows, 2, ONE, square, 3));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(device.floats(square, 9)).containsExactly(6, 12, 18, 12, 26, 40, 18, 40, 62);
  }

  @Test
  void gramMatrixBySyrkIsOneTriangle() {
    CUdeviceptr rows = device.upload(1f, 2f, 3f, 4f, 5f, 6f);
    CUdeviceptr gram = device.upload(-1f, -1f, -1f, -1f);
    ok(
        JCublas2.cublasSsyrk(
            handle,
            cublasFillMode.CUBLAS_FILL_MODE_LOWER,
            cublasOperation.CUBLAS_OP_N,
            2,
            3,
            ONE,
            rows,
            2,
            ZERO,
            gram,
            2));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(device.floats(gram, 4)).containsExactly(35, 44, -1, 56);
  }

  @Test
  void isCaptured() {
    CUdeviceptr x = device.upload(3f);
    CUdeviceptr squared = device.allocate(4);
    int n = cublasOperation.CUBLAS_OP_N;
    ok(JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
    ok(JCublas2.cublasSgemm(handle, n, n, 1, 1, 1, ONE, x, 1, x, 1, ZERO, squared, 1));
    ok(device.launch("gravmf_selftest_affine", 1, 1, 0, stream, to(x), to(1f), to(1f), to(1)));
    CUgraph graph = new CUgraph();
    ok(JCudaDriver.cuStreamEndCapture(stream, graph));
    CUgraphExec exec = new CUgraphExec();
    ok(JCudaDriver.cuGraphInstantiate(exec, graph, 0));
    ok(JCudaDriver.cuGraphLaunch(exec, stream));
    ok(JCudaDriver.cuGraphLaunch(exec, stream));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(device.floats(squared, 1)).containsExactly(16f);
    ok(JCudaDriver.cuGraphExecDestroy(exec));
    ok(JCudaDriver.cuGraphDestroy(graph));
  }

  @Test
  void failsWhenToldAndOutsideAllocations() {
    CUdeviceptr x = device.upload(3f);
    int n = cublasOperation.CUBLAS_OP_N;
    EmulatedDriver.failCall("cublasSgemm_v2", 1, CUresult.CUDA_ERROR_UNKNOWN);
    assertThat(JCublas2.cublasSgemm(handle, n, n, 1, 1, 1, ONE, x, 1, x, 1, ZERO, x, 1))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED);
    assertThat(JCublas2.cublasSgemm(handle, n, n, 2, 1, 1, ONE, x, 2, x, 1, ZERO, x, 2))
        .isEqualTo(cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED);
    ok(JCublas2.cublasSgemm(handle, n, n, 1, 1, 1, ONE, x, 1, x, 1, ZERO, x, 1));
  }
}
