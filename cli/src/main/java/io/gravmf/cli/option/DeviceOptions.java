package io.gravmf.cli.option;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What to train on, and how that is driven. */
public final class DeviceOptions {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "auto, cpu, cpu-vector, cpu-plain, cuda or cuda:N; default: auto.")
  private String device = Backends.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads of the CPU; never changes a result; default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--gravity",
      paramLabel = "HOW",
      description = {
        "On a GPU: auto, gram (our kernels), cublas, or dense (every pair, as the notebook);",
        "default: auto."
      })
  private Gravity gravity = Gravity.AUTO;

  @Option(
      names = "--epoch-path",
      paramLabel = "HOW",
      description = {
        "On a GPU: auto (the fastest of the next two, by timing), persistent, graph, stream,",
        "or simple; default: auto."
      })
  private EpochPath epochPath = EpochPath.AUTO;

  /** Returns how many threads a CPU is to use. */
  public int threads() {
    return Threads.require(threads);
  }

  /**
   * Says what a choice is. Why something better cannot be used is for those who asked for it, and
   * for {@code gravmf devices}.
   */
  public static String described(Backends.Choice choice) {
    return choice.refused().isEmpty()
        ? choice.reason()
        : choice.reason()
            + " (no "
            + choice.refused().stream()
                .map(Backends.Refusal::kind)
                .collect(Collectors.joining(", no "))
            + "; gravmf devices says why)";
  }

  /** Chooses the backend. */
  public Backends.Choice choose() {
    return choose(threads());
  }

  /** Returns the CPU with one thread, by the loops that would be chosen. */
  public Backend cpu() {
    String cpu = device.startsWith("cpu") ? device : "cpu";
    return Backends.choose(cpu, new BackendOptions(1)).backend();
  }

  /** Returns whether a choice is a CPU. */
  public static boolean isCpu(Backends.Choice choice) {
    return choice.backend().name().startsWith("cpu");
  }

  /** Chooses the backend, a CPU with so many threads. */
  public Backends.Choice choose(int threadsEach) {
    try {
      return Backends.choose(device, new BackendOptions(threadsEach, gravity, epochPath));
    } catch (IllegalArgumentException e) {
      throw OptionNames.refused(e);
    }
  }
}
