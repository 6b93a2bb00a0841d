package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendProvider;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.backend.DeviceReport;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Problem;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.objective.Objective;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever keeps CUDA from being used is said in one line, with what was found and expected. */
@OnEmulatedDevice
class CudaDiagnosisTest {

  private static final BackendOptions OPTIONS = new BackendOptions(1);

  private final BackendProvider provider = new CudaBackendProvider();

  /** Nothing is usable, for one reason: who asks for CUDA is refused, who does not gets the CPU. */
  private void assertUnusable(String reason) {
    assertRefused("cuda", reason);
    Backends.Choice choice = Backends.choose(Backends.AUTO, OPTIONS);
    assertThat(choice.backend().name()).startsWith("cpu");
    assertThat(choice.refused()).containsExactly(new Backends.Refusal("cuda", reason));
    assertThat(provider.report(OPTIONS)).extracting(DeviceReport::problem).containsExactly(reason);
  }

  private static void assertRefused(String device, String reason) {
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Backends.choose(device, OPTIONS))
        .withMessage(reason);
  }

  @Test
  void noDevice() {
    EmulatedDriver.set("devices", 0);
    assertUnusable("the NVIDIA driver finds no GPU");
  }

  @Test
  void aDriverThatIsTooOldWithBothVersions() {
    EmulatedDriver.set("driver", 9020);
    assertUnusable("the NVIDIA driver knows CUDA 9.2, expected 10.0 or newer");
  }

  @Test
  void theOldestDriverThatWillDo() {
    EmulatedDriver.set("driver", 10000);
    assertThat(Backends.choose("cuda", OPTIONS).reason()).contains("driver for CUDA 10.0");
  }

  @Test
  void anArchitectureThatIsTooOld() {
    EmulatedDriver.set("capability", 61);
    String reason = "gravmf emulated device has compute capability 6.1, expected 7.5 or higher";
    assertRefused("cuda", reason);
    assertRefused("cuda:0", reason);
    assertThat(provider.report(OPTIONS)).extracting(DeviceReport::problem).containsExactly(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuDriverGetVersion",
        "cuDeviceGetCount",
        "cuDeviceGet",
        "cuDeviceGetName",
        "cuDeviceTotalMem_v2",
        "cuDeviceGetAttribute"
      })
  void aDriverThatFailsToDescribeItsDevices(String call) {
    String reason =
        "the NVIDIA driver does not describe its GPUs: "
            + call.replace("_v2", "")
            + " failed: CUDA_ERROR_UNKNOWN (999)";
    for (int k = 1; k <= 3; k++) {
      EmulatedDriver.failCall(call, k, CUresult.CUDA_ERROR_UNKNOWN);
    }
    assertUnusable(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda:1", "cuda:7", "cuda:-1", "cuda:x", "cuda:", "cuda-0"})
  void aDeviceThatIsNotThere(String device) {
    assertRefused(device, "there is no device '" + device + "', expected cuda:0");
    EmulatedDriver.set("devices", 3);
    if (!device.equals("cuda:1")) {
      assertRefused(device, "there is no device '" + device + "', expected cuda:0 to cuda:2");
    }
  }

  @Test
  void oneOfSeveralDevices() {
    EmulatedDriver.set("devices", 2);
    assertThat(Backends.choose("cuda", OPTIONS).backend().name()).isEqualTo("cuda:0");
    assertThat(Backends.choose("cuda:1", OPTIONS).backend().name()).isEqualTo("cuda:1");
    assertThat(Backends.choose("cuda:1", OPTIONS).reason()).startsWith("GPU 1, ");
    assertThat(provider.report(OPTIONS))
        .extracting(DeviceReport::device)
        .containsExactly("cuda:0", "cuda:1");
    assertThat(provider.report(OPTIONS)).allMatch(DeviceReport::usable);
  }

  @Test
  void theTestDoubleSaysThatItIsOneAndIsNeverTakenUnasked() {
    EmulatedDriver.set("devices", 2);
    assertThat(Backends.choose("cuda", OPTIONS).reason())
        .isEqualTo(
            "GPU 0, gravmf emulated device (a test double on the host, not a GPU), 4,096 MiB,"
                + " compute capability 9.0, 4 multiprocessors, driver for CUDA 12.6, as asked");
    Backends.Choice choice = Backends.choose(Backends.AUTO, OPTIONS);
    assertThat(choice.backend().name()).startsWith("cpu");
    assertThat(choice.refused())
        .containsExactly(new Backends.Refusal("cuda", "the only GPU is emulated on the host"));
  }

  @Test
  void whatTheKernelsAreNotMadeFor() {
    assertCannotOpen(OPTIONS, 1025, "the CUDA kernels take d up to 1024, found 1025");
    assertCannotOpen(
        Training.by(EpochPath.PERSISTENT),
        257,
        "epoch path PERSISTENT is for d up to 256, found 257");
    assertCannotOpen(
        new BackendOptions(1, Gravity.DENSE, EpochPath.GRAPH),
        4,
        "gravity DENSE runs by epoch path STREAM alone, found GRAPH");
    assertCannotOpen(
        new BackendOptions(1, Gravity.CUBLAS, EpochPath.PERSISTENT),
        4,
        "gravity CUBLAS runs by epoch path STREAM alone, found PERSISTENT");
  }

  private static void assertCannotOpen(BackendOptions options, int dim, String reason) {
    Problem problem = RandomProblems.of(3, 3, 9, dim, Objective.ofWeights(0, 0), 1);
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Training.backend(options).open(problem))
        .withMessage(reason);
  }
}
