package io.gravmf.emulator;

import static io.gravmf.emulator.Device.ok;
import static io.gravmf.emulator.Device.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;

import io.gravmf.emulator.EmulatedDriver.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies are checked, what lives is counted, and calls fail when told to. */
class MemoryAndFaultsTest {
  private Device device;

  @BeforeEach
  void open() {
    device = new Device();
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
    assertThat(EmulatedDriver.count(Counter.LIVE)).isZero();
  }

  @Test
  void copiesAndFillsMustStayInside() {
    CUdeviceptr x = device.allocate(100);
    float[] host = new float[26];
    ok(JCudaDriver.cuMemcpyHtoD(x, Pointer.to(host), 100));
    int invalid = CUresult.CUDA_ERROR_INVALID_VALUE;
    assertThat(JCudaDriver.cuMemcpyHtoD(x, Pointer.to(host), 104)).isEqualTo(invalid);
    assertThat(JCudaDriver.cuMemcpyHtoD(x.withByteOffset(4), Pointer.to(host), 100))
        .isEqualTo(invalid);
    assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(host), x, 104)).isEqualTo(invalid);
    assertThat(JCudaDriver.cuMemcpyDtoD(x, x.withByteOffset(60), 44)).isEqualTo(invalid);
    assertThat(JCudaDriver.cuMemsetD8(x, (byte) 0, 101)).isEqualTo(invalid);
    assertThat(JCudaDriver.cuMemsetD32(x, 0, 26)).isEqualTo(invalid);
    assertThat(JCudaDriver.cuMemsetD32(x.withByteOffset(2), 0, 1)).isEqualTo(invalid);
    ok(JCudaDriver.cuMemsetD32(x.withByteOffset(96), Float.floatToIntBits(2f), 1));
    assertThat(device.floats(x, 25)).contains(2f, atIndex(24));
    ok(JCudaDriver.cuMemFree(x));
    assertThat(JCudaDriver.cuMemFree(x)).isEqualTo(invalid);
    assertThat(JCudaDriver.cuMemcpyHtoD(x, Pointer.to(host), 4)).isEqualTo(invalid);
  }

  @Test
  void memoryIsFinite() {
    EmulatedDriver.set("memory", 1 << 20);
    CUdeviceptr half = device.allocate(1 << 19);
    long[] free = new long[1];
    long[] total = new long[1];
    ok(JCudaDriver.cuMemGetInfo(free, total));
    assertThat(total[0]).isEqualTo(1 << 20);
    assertThat(free[0]).isEqualTo(1 << 19);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), (1 << 19) + 1))
        .isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    ok(JCudaDriver.cuMemFree(half));
    device.allocate(1 << 20);
    assertThat(EmulatedDriver.count(Counter.DEVICE_KIBIBYTES)).isEqualTo(1024);
  }

  @Test
  void whatLivesIsCounted() {
    assertThat(EmulatedDriver.count(Counter.CONTEXTS)).isEqualTo(1);
    assertThat(EmulatedDriver.count(Counter.MODULES)).isEqualTo(1);
    CUdeviceptr x = device.allocate(4);
    assertThat(EmulatedDriver.count(Counter.LIVE)).isEqualTo(3);
    ok(JCudaDriver.cuMemFree(x));
    assertThat(EmulatedDriver.count(Counter.LIVE)).isEqualTo(2);
  }

  @Test
  void theCallThatIsNamedFailsOnce() {
    EmulatedDriver.failCall("cuMemAlloc_v2", 2, CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    device.allocate(4);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 4))
        .isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    device.allocate(4);
    assertThat(EmulatedDriver.count(Counter.FAULTS_FIRED)).isEqualTo(1);
    assertThat(EmulatedDriver.count(Counter.FAULTS_ARMED)).isZero();
  }

  @Test
  void everyCallOfASequenceCanFailInTurn() {
    EmulatedDriver.reset();
    assertThat(sequence()).isZero();
    int calls = EmulatedDriver.count(Counter.CALLS);
    assertThat(calls).isEqualTo(5);
    int live = EmulatedDriver.count(Counter.LIVE);
    for (int k = 1; k <= calls; k++) {
      EmulatedDriver.failCall("*", k, CUresult.CUDA_ERROR_UNKNOWN);
      assertThat(sequence()).as("call %d", k).isEqualTo(CUresult.CUDA_ERROR_UNKNOWN);
      EmulatedDriver.reset();
      assertThat(EmulatedDriver.count(Counter.LIVE)).isEqualTo(live);
    }
  }

  /** Allocates, fills, waits, gives back; the first error. */
  private static int sequence() {
    CUdeviceptr x = new CUdeviceptr();
    int result = JCudaDriver.cuMemAlloc(x, 16);
    if (result != 0) {
      return result;
    }
    result = JCudaDriver.cuMemsetD8(x, (byte) 0, 16);
    int copied = JCudaDriver.cuMemcpyDtoH(Pointer.to(new int[4]), x, 16);
    int waited = JCudaDriver.cuCtxSynchronize();
    int freed = JCudaDriver.cuMemFree(x);
    return Math.max(Math.max(result, copied), Math.max(waited, freed));
  }

  @Test
  void aKernelThatFailsBreaksItsContext() {
    CUdeviceptr x = device.upload(1f);
    EmulatedDriver.failCall("run_kernel", 2, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    device.run("gravmf_selftest_affine", 1, 1, 0, to(x), to(2f), to(0f), to(1));
    ok(device.launch("gravmf_selftest_affine", 1, 1, 0, null, to(x), to(2f), to(0f), to(1)));
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(new float[1]), x, 4))
        .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
  }

  @Test
  void theDeviceClaimsWhatItIsTold() {
    byte[] name = new byte[100];
    CUdevice first = new CUdevice();
    ok(JCudaDriver.cuDeviceGet(first, 0));
    ok(JCudaDriver.cuDeviceGetName(name, name.length, first));
    assertThat(new String(name, StandardCharsets.US_ASCII)).startsWith("gravmf emulated device\0");
    EmulatedDriver.set("devices", 0);
    assertThat(JCudaDriver.cuInit(0)).isEqualTo(CUresult.CUDA_ERROR_NO_DEVICE);
    EmulatedDriver.set("driver", 11040);
    int[] version = new int[1];
    ok(JCudaDriver.cuDriverGetVersion(version));
    assertThat(version[0]).isEqualTo(11040);
    EmulatedDriver.reset();
    EmulatedDriver.set("capability", 61);
    assertThat(
            JCudaDriver.cuModuleLoadData(
                new CUmodule(), ".version 6.3\n\0".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
    assertThat(JCudaDriver.cuModuleLoadData(new CUmodule(), new byte[8]))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_IMAGE);
  }

  @Test
  void primaryContextsAreCounted() {
    CUdevice first = new CUdevice();
    ok(JCudaDriver.cuDeviceGet(first, 0));
    CUcontext one = new CUcontext();
    CUcontext two = new CUcontext();
    ok(JCudaDriver.cuDevicePrimaryCtxRetain(one, first));
    ok(JCudaDriver.cuDevicePrimaryCtxRetain(two, first));
    assertThat(one).isEqualTo(two);
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(first));
    assertThat(EmulatedDriver.count(Counter.CONTEXTS)).isEqualTo(2);
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(first));
    assertThat(EmulatedDriver.count(Counter.CONTEXTS)).isEqualTo(1);
    assertThat(JCudaDriver.cuDevicePrimaryCtxRelease(first))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_CONTEXT);
  }

  @Test
  void callsAreTraced(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("calls");
    EmulatedDriver.trace(file);
    device.allocate(4);
    ok(JCudaDriver.cuCtxSynchronize());
    EmulatedDriver.reset();
    assertThat(Files.readAllLines(file)).containsExactly("cuMemAlloc_v2", "cuCtxSynchronize");
  }

  @Test
  void whatIsNotEmulatedSaysSo() {
    assertThat(JCudaDriver.cuCtxSetLimit(0, 1)).isEqualTo(CUresult.CUDA_ERROR_NOT_SUPPORTED);
  }
}
