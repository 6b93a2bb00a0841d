package io.gravmf.emulator;

import static io.gravmf.emulator.Device.ok;
import static io.gravmf.emulator.Device.to;
import static org.assertj.core.api.Assertions.assertThat;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong kernel or a wrong launch ends with an error: not with the process, and not never. */
class MistakesTest {
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
  }

  private void assertFails(int expected, String kernel, int threads, Pointer... parameters) {
    ok(device.launch(kernel, 2, threads, 32, null, parameters));
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(expected);
    // The context stays broken, as on a GPU; another one works.
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 4)).isEqualTo(expected);
    try (Device another = new Device()) {
      CUdeviceptr x = another.upload(1f);
      another.run("gravmf_selftest_affine", 1, 1, 0, to(x), to(2f), to(3f), to(1));
      assertThat(another.floats(x, 1)).containsExactly(5f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gravmf_mistake_barrier_in_branch", "gravmf_mistake_two_barriers"})
  void divergentBarriers(String kernel) {
    assertFails(CUresult.CUDA_ERROR_LAUNCH_FAILED, kernel, 64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gravmf_mistake_absent_lanes", "gravmf_mistake_wrong_mask"})
  void lanesThatDoNotCome(String kernel) {
    assertFails(CUresult.CUDA_ERROR_LAUNCH_FAILED, kernel, 32, to(device.allocate(4096)));
  }

  @Test
  void blockThatLeavesTheGrid() {
    ok(
        JCudaDriver.cuLaunchCooperativeKernel(
            device.function("gravmf_mistake_block_leaves_grid"),
            4,
            1,
            1,
            64,
            1,
            1,
            0,
            null,
            Pointer.to()));
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
  }

  @Test
  void gridBarrierInAnOrdinaryLaunch() {
    assertFails(CUresult.CUDA_ERROR_LAUNCH_FAILED, "gravmf_mistake_block_leaves_grid", 64);
  }

  @Test
  void accessFarOutside() {
    assertFails(
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
        "gravmf_mistake_far_write",
        1,
        to(device.allocate(100)));
  }

  @Test
  void readFarOutside() {
    CUdeviceptr x = device.allocate(100);
    assertFails(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, "gravmf_mistake_far_read", 1, to(x), to(x));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 25, 63, 64})
  void writeJustOutside(int index) {
    CUdeviceptr x = device.allocate(100);
    assertFails(
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, "gravmf_mistake_near_write", 1, to(x), to(index));
  }

  @Test
  void accessToFreedMemory() {
    CUdeviceptr x = device.allocate(100);
    ok(JCudaDriver.cuMemFree(x));
    assertFails(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, "gravmf_mistake_near_write", 1, to(x), to(0));
  }

  @Test
  void misalignedVector() {
    assertFails(
        CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
        "gravmf_mistake_misaligned",
        1,
        to(device.allocate(256)));
  }

  @Test
  void indexOutsideAStaticSharedArray() {
    assertFails(
        CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
        "gravmf_mistake_static_shared_bounds",
        9,
        to(device.allocate(4)));
  }

  @Test
  void indexOutsideDynamicSharedMemory() {
    CUdeviceptr out = device.allocate(4);
    assertFails(
        CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
        "gravmf_mistake_dynamic_shared_bounds",
        1,
        to(out),
        to(8));
  }

  @Test
  void failedAssertion() {
    assertFails(CUresult.CUDA_ERROR_ASSERT, "gravmf_mistake_assert", 33, to(32));
  }

  @Test
  void trap() {
    assertFails(CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION, "gravmf_mistake_trap", 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 33})
  void kernelThatDoesNotEnd(int spinners) {
    EmulatedDriver.set("timeout", 1);
    assertFails(CUresult.CUDA_ERROR_LAUNCH_TIMEOUT, "gravmf_mistake_endless", 64, to(spinners));
  }

  @Test
  void gridThatDoesNotEnd() {
    EmulatedDriver.set("timeout", 1);
    ok(
        JCudaDriver.cuLaunchCooperativeKernel(
            device.function("gravmf_mistake_endless_grid"),
            4,
            1,
            1,
            64,
            1,
            1,
            0,
            null,
            Pointer.to()));
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_LAUNCH_TIMEOUT);
  }

  @Test
  void integerDivisionByZero() {
    assertFails(
        CUresult.CUDA_ERROR_LAUNCH_FAILED, "gravmf_mistake_division", 1, to(device.allocate(4)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 32, 0, CUDA_ERROR_INVALID_VALUE",
    "1, 65536, 1, 32, 0, CUDA_ERROR_INVALID_VALUE",
    "1, 1, 1, 1025, 0, CUDA_ERROR_INVALID_VALUE",
    "1, 1, 1, 64, 0, CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", // launch bounds: 32
    "1, 1, 1, 32, 49153, CUDA_ERROR_INVALID_VALUE",
    "1, 1, 1, 32, 49152, CUDA_SUCCESS"
  })
  void shapeOfALaunch(int x, int y, int z, int threads, int sharedBytes, String expected) {
    CUdeviceptr out = device.allocate(20 * 32 * 4);
    int result =
        JCudaDriver.cuLaunchKernel(
            device.function("gravmf_selftest_warp"),
            x,
            y,
            z,
            threads,
            1,
            1,
            sharedBytes,
            null,
            Pointer.to(to(out)),
            null);
    assertThat(CUresult.stringFor(result)).isEqualTo(expected);
  }

  @Test
  void cooperativeGridsMustFit() {
    EmulatedDriver.set("sms", 2);
    CUfunction function = device.function("gravmf_selftest_grid");
    int shared = 100 * 1024;
    ok(
        JCudaDriver.cuFuncSetAttribute(
            function,
            CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
            shared));
    int[] blocks = new int[1];
    ok(JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, 64, shared));
    assertThat(blocks[0]).isEqualTo(2);
    CUdeviceptr out = device.allocate(20);
    Pointer parameters = Pointer.to(to(out), to(device.allocate(20)), to(1));
    int result =
        JCudaDriver.cuLaunchCooperativeKernel(
            function, 5, 1, 1, 64, 1, 1, shared, null, parameters);
    assertThat(result).isEqualTo(CUresult.CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE);
    ok(
        JCudaDriver.cuLaunchCooperativeKernel(
            function, 4, 1, 1, 64, 1, 1, shared, null, parameters));
    assertThat(device.ints(out, 4)).containsExactly(1, 2, 3, 0);
  }
}
