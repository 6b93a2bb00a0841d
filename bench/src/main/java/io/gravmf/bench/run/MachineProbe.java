package io.gravmf.bench.run;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.DeviceReport;
import io.gravmf.backend.cpu.CpuBackendProvider;
import io.gravmf.bench.result.DataShape;
import io.gravmf.bench.result.LeftOut;
import io.gravmf.bench.result.Machine;
import io.gravmf.model.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Finds out what machine this is. */
final class MachineProbe {

  private MachineProbe() {}

  /** Returns the machine, and with it what a run consisted of. */
  static Machine machine(
      String command,
      Circumstances here,
      List<DataShape> data,
      List<LeftOut> leftOut,
      double load,
      double seconds) {
    String cpu = cpu();
    return new Machine(
        name(here),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        command,
        version(),
        cpu,
        here.processors(),
        here.noVector() == null
            ? CpuBackendProvider.kernels("cpu-vector").description()
            : "none: " + here.noVector(),
        here.noVector() == null ? CpuBackendProvider.kernels("cpu-vector").lanes() : 1,
        Circumstances.memoryMib(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        flags(),
        gpus().stream()
            .map(gpu -> gpu.description() + (gpu.usable() ? "" : ": " + gpu.problem()))
            .toList(),
        data,
        leftOut,
        load,
        seconds,
        null,
        null);
  }

  /** Returns the version with the commit that was built. */
  private static String version() {
    Properties build = new Properties();
    try (InputStream in = MachineProbe.class.getResourceAsStream("/gravmf-build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = build.getProperty("commit", "");
    return Provenance.softwareVersion() + (commit.isEmpty() ? "" : ", commit " + commit);
  }

  /** Returns how many programs wanted a processor in the last minute, or a negative number. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Returns the flags that matter to speed; the rest are paths and the launcher's own. */
  private static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Dgravmf."))
        .toList();
  }

  static List<DeviceReport> gpus() {
    return Backends.providers().stream()
        .filter(provider -> provider.kind().equals("cuda"))
        .flatMap(provider -> provider.report(BackendOptions.defaults()).stream())
        .toList();
  }

  /** Returns whether a GPU is the one that a name such as cuda or cuda:1 chooses. */
  static boolean isChosen(DeviceReport gpu, String name) {
    return gpu.usable() && gpu.device().equals(name.contains(":") ? name : name + ":0");
  }

  /** Returns a name for folders: the GPU's that is measured, or the processor's. */
  static String name(Circumstances here) {
    String name =
        gpus().stream()
            .filter(gpu -> isChosen(gpu, here.gpu()))
            .map(gpu -> gpu.description().split(",", 2)[0])
            .findFirst()
            .orElse(cpu() + " " + Runtime.getRuntime().availableProcessors() + " cores");
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /** Linux tells the processor's name in a file; elsewhere the JVM knows its kind alone. */
  private static String cpu() {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try {
        return Files.readAllLines(info).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }
}
