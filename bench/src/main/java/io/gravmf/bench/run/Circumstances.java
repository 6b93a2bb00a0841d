package io.gravmf.bench.run;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.backend.DeviceReport;
import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.result.DataShape;
import io.gravmf.cuda.CudaKernelBench;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a run has to work with.
 *
 * @param mainData name of the data that most is measured on
 * @param processors how many the JVM may use
 * @param memoryGib memory of the machine
 * @param noVector why the Vector API is missing, or null
 * @param gpu the GPU that is measured, as it is chosen
 * @param gpuUuid by which the driver, PyTorch and nvidia-smi mean the same card; null where unknown
 * @param noCuda why it cannot be used, or null
 * @param cudaKernels the kernels that can be launched one by one
 */
record Circumstances(
    String mainData,
    int processors,
    long memoryGib,
    String noVector,
    String gpu,
    String gpuUuid,
    String noCuda,
    List<String> cudaKernels) {

  /** Looks around. */
  static Circumstances find(boolean file, String gpu) {
    String noCuda = problem(gpu);
    List<String> kernels = List.of();
    if (noCuda == null) {
      try (CudaKernelBench bench = new CudaKernelBench(gpu, BenchData.problem("10x10x50", 16))) {
        kernels = bench.kernels();
      }
    }
    return new Circumstances(
        file ? BenchData.FILE : BenchData.SAMPLE,
        Runtime.getRuntime().availableProcessors(),
        memoryMib() >> 10,
        problem("cpu-vector"),
        gpu,
        noCuda == null ? uuid(gpu) : null,
        noCuda,
        kernels);
  }

  private static String uuid(String gpu) {
    return MachineProbe.gpus().stream()
        .filter(report -> MachineProbe.isChosen(report, gpu))
        .map(DeviceReport::uuid)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String problem(String device) {
    try {
      Backends.choose(device, BackendOptions.defaults());
      return null;
    } catch (BackendUnavailableException e) {
      return e.getMessage();
    }
  }

  /** Returns the machine's memory, or 0 where the JVM does not tell. */
  static long memoryMib() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize() >> 20
        : 0;
  }

  /** Returns 1, 2, 4 and so on to the number of processors, which is always among them. */
  List<Integer> threadCounts() {
    List<Integer> counts = new ArrayList<>();
    for (int threads = 1; threads < processors; threads *= 2) {
      counts.add(threads);
    }
    counts.add(processors);
    return counts;
  }

  /** Returns the CPU's implementations that this JVM has, the fastest first. */
  List<String> cpuDevices() {
    return noVector == null ? List.of("cpu-vector", "cpu-plain") : List.of("cpu-plain");
  }

  /** Returns the shape of data by its name, reading it only where it is a file. */
  static DataShape shape(String name, String source) {
    var config = BenchData.generated(name);
    if (config != null) {
      long train = Math.round(0.8 * config.ratings());
      return new DataShape(
          name, source, config.users(), config.items(), train, config.ratings() - train, null);
    }
    var split = BenchData.split(name);
    return new DataShape(
        name,
        source,
        split.train().userCount(),
        split.train().itemCount(),
        split.train().size(),
        split.validation().size(),
        null);
  }
}
