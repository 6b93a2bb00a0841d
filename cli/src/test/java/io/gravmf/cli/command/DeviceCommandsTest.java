package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.emulator.EmulatedDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code devices}, {@code selftest}, and {@code --device}; Maven puts the emulated driver first.
 */
class DeviceCommandsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyDeviceIsListedOnALineOfItsOwn() {
    Run run = Run.of("devices").requireOk();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out())
        .containsPattern("(?m)^cuda")
        .containsPattern("(?m)^cpu-vector +CPU, Vector API, \\d+ bits, \\d+ threads?$")
        .containsPattern("(?m)^cpu-plain +CPU, plain loops, \\d+ threads?$");
  }

  @Test
  void devicesAsJsonSayWhatIsUsable() {
    JsonNode devices = JSON.readTree(Run.of("devices", "--json").requireOk().out());
    JsonNode plain = devices.get(devices.size() - 1);
    assertThat(plain.get("device").asString()).isEqualTo("cpu-plain");
    assertThat(plain.get("problem").isNull()).isTrue();
  }

  @Test
  void theSelfTestPrintsATableThatAllPass() {
    Run run = Run.of("selftest", "--device", "cpu-plain").requireOk();
    assertThat(run.out())
        .containsPattern("(?m)^dots +15 +\\d\\.\\de-\\d\\d +2e-06  ok$")
        .containsPattern("(?m)^golden run, 1 thread: losses +1 ")
        .containsPattern("(?m)^(\\d+) of \\1 tests passed$")
        .doesNotContain("FAILED");
  }

  @Test
  void theSelfTestAsJsonHasEveryShape() {
    JsonNode report =
        JSON.readTree(Run.of("selftest", "--device", "cpu-plain", "--json").requireOk().out());
    assertThat(report.get("passed").asBoolean()).isTrue();
    assertThat(report.get("checks").size()).isGreaterThan(70);
    assertThat(report.get("checks").get(0).get("shape").asString()).isEqualTo("53 x 1");
  }

  @Test
  void unknownDevicesAreRefused() {
    Run.of("selftest", "--device", "tpu").requireRefused("no backend for device 'tpu'");
    Run.of("train", "--epochs", 1, "--device", "cpu", "--gravity", "cublas")
        .requireRefused("gravity CUBLAS is for CUDA devices");
  }

  @Nested
  class OnTheEmulatedDevice {

    @BeforeEach
    void load() {
      EmulatedDriver.load();
    }

    @Test
    void trainingSaysThatItIsNoGpu() {
      Run run = Run.of("train", "--dim", 5, "--epochs", 2, "--device", "cuda").requireOk();
      assertThat(run.out())
          .contains(
              "training on GPU 0, gravmf emulated device (a test double on the host, not a GPU)")
          .containsPattern("the device spent [0-9.]+ s on them, [0-9.]+ ms each \\(");
    }

    @Test
    void autoNeverTakesIt() {
      Run run = Run.of("train", "--dim", 5, "--epochs", 2, "--device", "auto").requireOk();
      assertThat(run.out())
          .contains("training on CPU")
          .contains("(no cuda; gravmf devices says why)");
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
      Run.of("train", "--epochs", 1, "--device", "cuda:7")
          .requireRefused("there is no device 'cuda:7', expected cuda:0");
    }
  }
}
