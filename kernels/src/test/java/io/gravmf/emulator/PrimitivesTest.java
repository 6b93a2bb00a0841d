package io.gravmf.emulator;

import static io.gravmf.emulator.Device.ok;
import static io.gravmf.emulator.Device.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kernels use means what it means on a GPU. */
class PrimitivesTest {
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

  @Test
  void threadsAndBlocksAreNumberedInThreeDimensions() {
    int threads = 2 * 3 * 4;
    int blocks = 3 * 2 * 2;
    CUdeviceptr out = device.allocate(4L * threads * blocks);
    ok(
        JCudaDriver.cuLaunchKernel(
            device.function("gravmf_selftest_index"),
            3,
            2,
            2,
            2,
            3,
            4,
            0,
            null,
            Pointer.to(to(out)),
            null));
    int[] found = device.ints(out, threads * blocks);
    for (int i = 0; i < found.length; i++) {
      int thread = i % threads;
      int expected =
          ((i / threads) << 16) + ((thread / 6) << 12) + ((thread / 2 % 3) << 8) + thread % 2;
      assertThat(found[i]).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void lanesOfAWarpMeet(int backwards) {
    EmulatedDriver.set("backwards", backwards);
    CUdeviceptr out = device.allocate(20 * 32 * 4);
    device.run("gravmf_selftest_warp", 1, 32, 0, to(out));
    int[] found = device.ints(out, 20 * 32);
    IntUnaryOperator[] expected = {
      lane -> 3 * ((lane + 5) % 32),
      lane -> 3 * (lane / 8 * 8 + 1),
      lane -> lane < 3 ? lane : lane - 3,
      lane -> lane % 16 < 13 ? lane + 3 : lane,
      lane -> lane ^ 5,
      lane -> (lane ^ 12) / 8 <= lane / 8 ? lane ^ 12 : lane,
      lane -> 0b01001001001001001001001001001001,
      lane -> 1,
      lane -> 0,
      lane -> 31 * 16,
      lane -> -7,
      lane -> 31,
      lane -> -1,
      lane -> 0x11111111 << lane % 4,
      lane -> lane < 16 ? 16 : 32 + 48,
      lane -> 1,
      lane -> 32,
      lane ->
          lane == 0
              ? 3200
              : Integer.numberOfTrailingZeros(lane) + 1 + 100 * Integer.numberOfLeadingZeros(lane),
      lane -> Float.floatToIntBits(roundToBfloat16(1 + lane / 256f)),
      lane -> Float.floatToIntBits(7),
    };
    for (int row = 0; row < expected.length; row++) {
      int[] wanted = IntStream.range(0, 32).map(expected[row]).toArray();
      assertThat(Arrays.copyOfRange(found, 32 * row, 32 * row + 32))
          .as("row %d", row)
          .containsExactly(wanted);
    }
  }

  /** 1 + k / 256 lies between multiples of 1 / 128; ties go to the even one. */
  private static float roundToBfloat16(float x) {
    return (float) (Math.rint(x * 128.0) / 128.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void sharedMemoryBelongsToABlock(int times) {
    int blocks = 9;
    float[] in = new float[64 * blocks];
    for (int i = 0; i < in.length; i++) {
      in[i] = i;
    }
    CUdeviceptr out = device.allocate(4L * in.length);
    device.run(
        "gravmf_selftest_shared", blocks, 64, 64 * 4, to(device.upload(in)), to(out), to(times));
    float[] found = device.floats(out, in.length);
    for (int i = 0; i < in.length; i++) {
      int wanted = times % 2 == 0 ? i : i / 64 * 64 + 63 - i % 64;
      assertThat(found[i]).isEqualTo(wanted);
    }
  }

  @Test
  void barriersCount() {
    int[] in = new int[100];
    Arrays.fill(in, 10, 47, 1);
    CUdeviceptr out = device.allocate(12);
    device.run("gravmf_selftest_barriers", 1, in.length, 0, to(device.upload(in)), to(out));
    assertThat(device.ints(out, 3)).containsExactly(37, 0, 1);
    Arrays.fill(in, 1);
    device.run("gravmf_selftest_barriers", 1, in.length, 0, to(device.upload(in)), to(out));
    assertThat(device.ints(out, 3)).containsExactly(100, 1, 1);
  }

  @Test
  void freshMemoryIsNotANumber() {
    assertThat(device.floats(device.allocate(4000), 1000)).containsOnly(Float.NaN);
    CUdeviceptr out = device.allocate(64 * 2 * 4);
    device.run("gravmf_selftest_fresh_shared", 20, 64, 64 * 4, to(out));
    assertThat(device.floats(out, 128)).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void blocksOfAGridMeet(int blocks) {
    CUdeviceptr out = device.allocate(4L * blocks);
    CUdeviceptr scratch = device.allocate(4L * blocks);
    int rounds = 25;
    Pointer parameters = Pointer.to(to(out), to(scratch), to(rounds));
    ok(
        JCudaDriver.cuLaunchCooperativeKernel(
            device.function("gravmf_selftest_grid"), blocks, 1, 1, 96, 1, 1, 0, null, parameters));
    int[] wanted = IntStream.range(0, blocks).map(block -> (block + rounds) % blocks).toArray();
    assertThat(device.ints(out, blocks)).containsExactly(wanted);
  }

  @Test
  void atomicsLoseNothing() {
    CUdeviceptr counter = device.upload(0);
    CUdeviceptr sum = device.upload(0f);
    CUdeviceptr largest = device.upload(-1);
    device.run("gravmf_selftest_atomics", 50, 100, 0, to(counter), to(sum), to(largest));
    assertThat(device.ints(counter, 1)).containsExactly(5000);
    assertThat(device.floats(sum, 1)).containsExactly(2500f);
    assertThat(device.ints(largest, 1)).containsExactly(4999);
  }

  @Test
  void constantsCanBeFoundAndWritten() {
    CUdeviceptr constants = new CUdeviceptr();
    long[] bytes = new long[1];
    CUmodule module = device.module;
    ok(JCudaDriver.cuModuleGetGlobal(constants, bytes, module, "gravmf_selftest_constants"));
    assertThat(bytes[0]).isEqualTo(16);
    assertThat(device.floats(constants, 4)).containsExactly(1, 2, 4, 8);
    ok(JCudaDriver.cuMemcpyHtoD(constants, Pointer.to(new float[] {5}), 4));
    CUdeviceptr out = device.allocate(16);
    device.run("gravmf_selftest_read_constants", 1, 4, 0, to(out));
    assertThat(device.floats(out, 4)).containsExactly(5, 2, 4, 8);
    ok(JCudaDriver.cuMemcpyHtoD(constants, Pointer.to(new float[] {1}), 4));
  }

  @Test
  void parametersOfEverySizeArrive() {
    CUdeviceptr out = device.allocate(32);
    ByteBuffer struct = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
    struct.putDouble(1.5).putLong(10_000_000_000L).put((byte) 7).rewind();
    device.run(
        "gravmf_selftest_parameters",
        1,
        1,
        0,
        to(out),
        Pointer.to(struct),
        Pointer.to(new short[] {-3}),
        Pointer.to(new byte[] {9}),
        Pointer.to(new byte[] {1}));
    double[] found = new double[4];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(found), out, 32));
    assertThat(found).containsExactly(15_000_000_007.0, -3, 9, 1);
  }

  private static int[] words(String text) {
    return Arrays.stream(text.split(" ", -1))
        .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
        .toArray();
  }

  /** The known answers of Random123's {@code kat_vectors} for philox4x32 of 10 rounds. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void philoxGivesThePublishedAnswers(String counter, String key, String answer) {
    CUdeviceptr out = device.allocate(16);
    device.run(
        "gravmf_selftest_philox",
        1,
        1,
        0,
        to(device.upload(words(key))),
        to(device.upload(words(counter))),
        to(out));
    assertThat(device.ints(out, 4)).isEqualTo(words(answer));
  }
}
