package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gravmf.emulator.EmulatedDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the command does with the CUDA libraries that a machine has, each machine a process: with
 * none, with the driver alone, and with drivers that claim this and that.
 */
class CudaProcessTest {

  private static final String NO_DRIVER = "no NVIDIA driver is installed: libcuda.so.1: ";

  @TempDir private Path folder;

  /** A folder with the emulated driver and, wherever this machine has one, no cuBLAS that loads. */
  private Path driverAlone() throws IOException {
    EmulatedDriver.requireBuilt();
    Path driver = EmulatedDriver.folder().resolve("libcuda.so.1");
    Path alone = Files.createDirectories(folder.resolve("driver"));
    Files.copy(driver, alone.resolve("libcuda.so.1"), StandardCopyOption.REPLACE_EXISTING);
    Files.write(alone.resolve("libcublas.so.12"), new byte[0]);
    return alone;
  }

  /** Trains an epoch on the embedded sample; with so many factors, cuBLAS would be taken. */
  private Run train(Path libraries, Map<String, String> environment, Object... options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      // As the jar's manifest has it: no warning where a library is loaded.
      words.add("--enable-native-access=ALL-UNNAMED");
    }
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.addAll(List.of(Main.class.getName(), "train", "--dim", "257", "--epochs", "1"));
    for (Object option : options) {
      words.add(option.toString());
    }
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GRAVMF_EMU_"));
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static String trainingOn(Run run) {
    run.requireOk();
    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().filter(line -> line.startsWith("training on ")).toList();
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  @Test
  void withoutADriverCudaIsRefusedAndAutoTakesTheCpu() throws IOException, InterruptedException {
    if (Files.exists(Path.of("/proc/driver/nvidia/version"))) {
      System.out.println("skipped: this machine has an NVIDIA driver");
      abort("this machine has an NVIDIA driver");
    }
    train(folder, Map.of(), "--device", "cuda").requireRefused(NO_DRIVER);
    assertThat(trainingOn(train(folder, Map.of())))
        .startsWith("training on CPU, ")
        .endsWith(" (no cuda; gravmf devices says why)");
  }

  @Test
  void withoutCublasOurKernelsDoItsWorkUnlessItIsAskedFor()
      throws IOException, InterruptedException {
    Path alone = driverAlone();
    assertThat(trainingOn(train(alone, Map.of(), "--device", "cuda")))
        .startsWith("training on GPU 0, gravmf emulated device (a test double on the host")
        .containsPattern("; Gram matrices by its own kernels, for \\S*libcublas.so.12: ");
    train(alone, Map.of(), "--device", "cuda", "--gravity", "cublas")
        .requireRefused("libcublas.so.12: ");
  }

  @Test
  void aDriverThatFindsNoDeviceAsItStarts() throws IOException, InterruptedException {
    train(driverAlone(), Map.of("GRAVMF_EMU_DEVICES", "0"), "--device", "cuda")
        .requireRefused("the NVIDIA driver finds no GPU");
  }

  @Test
  void aDriverThatDoesNotStart() throws IOException, InterruptedException {
    train(driverAlone(), Map.of("GRAVMF_EMU_FAIL", "cuInit:1:803"), "--device", "cuda")
        .requireRefused(
            "the NVIDIA driver does not start: cuInit gives"
                + " CUDA_ERROR_SYSTEM_DRIVER_MISMATCH");
  }

  @Test
  void aDeviceWithTooLittleMemory() throws IOException, InterruptedException {
    train(driverAlone(), Map.of("GRAVMF_EMU_MEMORY", "1048576"), "--device", "cuda:0")
        .requireRefused(" MiB of device memory, 1 MiB are free");
  }
}
