package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import io.gravmf.objective.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session needs is known before anything is allocated, and is what it then takes. */
@OnEmulatedDevice
class CudaMemoryTest {

  private static final Problem SMALL =
      RandomProblems.of(40, 60, 900, 37, Objective.ofWeights(0.1, 0.1), 3);

  @TempDir private Path folder;

  private static long used(int device) {
    try (DeviceContext context = new DeviceContext(CudaDevice.list().get(device))) {
      return CudaDevice.list().get(device).memory() - context.within(context::freeMemory);
    }
  }

  static List<Arguments> ways() {
    return Training.waysOf(SMALL);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aSessionTakesOneAllocationOfTheSizeThatItPlanned(BackendOptions way, Problem problem)
      throws IOException {
    Training expected;
    long needed;
    try (TrainingSession session = Training.backend(way).open(problem)) {
      needed = used(0);
      expected = Training.of(session, 2);
      assertThat(EmulatedDriver.count(Counter.DEVICE_ALLOCATIONS)).isEqualTo(1);
      assertThat(used(0)).isEqualTo(needed);
    }
    assertThat(needed).isPositive();

    EmulatedDriver.set("memory", needed);
    Training.of(way, problem, 2).assertSameBits(expected);

    Path calls = folder.resolve("calls");
    EmulatedDriver.set("memory", needed - 1);
    EmulatedDriver.trace(calls);
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Training.of(way, problem, 2));
    assertThat(Files.readAllLines(calls))
        .contains("cuMemGetInfo_v2")
        .doesNotContain("cuMemAlloc_v2");
  }

  @Test
  void tooLittleMemoryIsRefusedWithBothFigures() {
    Problem large = RandomProblems.of(5_000, 3_000, 100, 300, Objective.ofWeights(0.1, 0.1), 4);
    // Factors, two moments and a product are 36.6 MiB, the parts of Gram matrices 21.5, those 0.7.
    EmulatedDriver.set("memory", (17 << 20) + 4096);
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Training.of(BackendOptions.defaults(), large, 1))
        .withMessage("training needs 60 MiB of device memory, 17 MiB are free");
  }

  @Test
  void theSecondDeviceHasItsOwnMemory() {
    Training expected = Training.of(BackendOptions.defaults(), SMALL, 2);
    EmulatedDriver.set("devices", 2);
    CudaBackendProvider provider = new CudaBackendProvider();
    for (int device : List.of(0, 1)) {
      try (TrainingSession session =
          provider.create("cuda:" + device, BackendOptions.defaults()).open(SMALL)) {
        assertThat(used(device)).isPositive();
        assertThat(used(1 - device)).isZero();
        Training.of(session, 2).assertSameBits(expected);
      }
    }
  }
}
