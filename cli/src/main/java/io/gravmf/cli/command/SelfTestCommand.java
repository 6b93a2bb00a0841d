package io.gravmf.cli.command;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.backend.KernelCheck;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.cli.output.Json;
import io.gravmf.model.Provenance;
import io.gravmf.selftest.SelfTest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "selftest",
    mixinStandardHelpOptions = true,
    description = {
      "Tests a device: every kernel against float64 arithmetic on random and awkward "
          + "shapes, then a small model against PyTorch's trajectory.",
      "Exit code 1 where a test fails."
    },
    footer = {"", "Example: gravmf selftest --device cuda"})
public final class SelfTestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "auto, cpu, cpu-vector, cpu-plain, cuda, cuda:1, ...; default: auto.")
  private String device = Backends.AUTO;

  @Option(names = "--json", description = "Print JSON, a result for each shape.")
  private boolean json;

  /** The JSON form. */
  private record Report(
      String version,
      String java,
      String system,
      String device,
      String description,
      boolean passed,
      List<KernelCheck> checks,
      List<LeftOut> leftOut) {}

  private record LeftOut(String what, String reason) {}

  @Override
  public Integer call() {
    Backends.Choice choice = Backends.choose(device, BackendOptions.defaults());
    Backend backend = choice.backend();
    List<KernelCheck> checks = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    boolean passed =
        SelfTest.run(
            backend,
            new SelfTest.Listener() {
              @Override
              public void checked(KernelCheck check) {
                checks.add(check);
              }

              @Override
              public void leftOut(String what, String reason) {
                leftOut.add(new LeftOut(what, reason));
              }
            });
    Report report =
        new Report(
            Provenance.softwareVersion(),
            Runtime.version().toString(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            backend.name(),
            DeviceOptions.described(choice),
            passed,
            checks,
            leftOut);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(report));
    } else {
      print(report, out);
    }
    return passed ? 0 : 1;
  }

  private static void print(Report report, PrintWriter out) {
    out.printf(Locale.ROOT, "gravmf %s, Java %s, %s%n", report.version, report.java, report.system);
    out.printf(Locale.ROOT, "%s: %s%n%n", report.device, report.description);
    Map<String, List<KernelCheck>> byKernel = new LinkedHashMap<>();
    for (KernelCheck check : report.checks) {
      byKernel.computeIfAbsent(check.kernel(), kernel -> new ArrayList<>()).add(check);
    }
    String row = "%-42s %6s %12s %9s  %s%n";
    out.printf(Locale.ROOT, row, "kernel", "shapes", "worst error", "allowed", "");
    byKernel.forEach(
        (kernel, checks) -> {
          double worst = checks.stream().mapToDouble(KernelCheck::error).reduce(0, Math::max);
          out.printf(
              Locale.ROOT,
              row,
              kernel,
              checks.size(),
              String.format(Locale.ROOT, "%.1e", worst),
              String.format(Locale.ROOT, "%.0e", checks.get(0).tolerance()),
              checks.stream().allMatch(KernelCheck::passed) ? "ok" : "FAILED");
        });
    for (LeftOut each : report.leftOut) {
      out.printf(Locale.ROOT, "%-42s left out: %s%n", each.what, each.reason);
    }
    out.println();
    List<KernelCheck> failed = report.checks.stream().filter(check -> !check.passed()).toList();
    for (KernelCheck check : failed) {
      out.printf(
          Locale.ROOT,
          "FAILED: %s, %s: error %.3e, allowed %.0e%n",
          check.kernel(),
          check.shape(),
          check.error(),
          check.tolerance());
    }
    out.printf(
        Locale.ROOT,
        "%d of %d tests passed%n",
        report.checks.size() - failed.size(),
        report.checks.size());
  }
}
