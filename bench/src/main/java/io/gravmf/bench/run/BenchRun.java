package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.result.DataShape;
import io.gravmf.bench.result.LeftOut;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.work.SweepFlops;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.runner.RunnerException;

/** A run from beginning to end: benchmarks, other software, raw files. */
public final class BenchRun {

  private final BenchPlan plan;
  private final PrintWriter out;
  private final Circumstances here;
  private final Suite suite;
  private final List<Case> cases;

  /** Of other software. */
  private final List<String> parts;

  /**
   * Plans a run.
   *
   * @param plan what is measured
   * @param out takes a line for each result
   */
  public BenchRun(BenchPlan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
    if (plan.ratings() != null) {
      System.setProperty(BenchData.FILE_PROPERTY, plan.ratings().toString());
    }
    here = Circumstances.find(plan.ratings() != null, plan.device());
    suite = new Suite(here, plan.full());
    cases =
        suite.cases().stream()
            .filter(each -> plan.filter().test(each.label()))
            .map(plan::adapted)
            .toList();
    parts =
        plan.against() == null
            ? Peers.parts(here.mainData(), plan.full()).stream().filter(plan.filter()).toList()
            : List.of();
    if (cases.isEmpty() && parts.isEmpty()) {
      throw new InvalidInputException("no benchmark matches the filter (--list prints them)");
    }
  }

  /** Returns the name of this machine, for folders. */
  public String machineName() {
    return MachineProbe.name(here);
  }

  /** Prints what would be run and how long that takes. */
  public void list() {
    for (Case each : cases) {
      out.println(each.label());
    }
    parts.forEach(out::println);
    out.println(duration());
  }

  private String duration() {
    double seconds =
        (plan.against() == null ? 1 : 2)
            * cases.stream().mapToDouble(each -> each.effort().seconds()).sum();
    return String.format(
        Locale.ROOT, "%d benchmarks, about %.0f minutes", cases.size(), Math.ceil(seconds / 60));
  }

  /**
   * Runs.
   *
   * @param folder where raw files go; made where it is not there
   * @param python the Python that other software may be in
   * @param peers the folder of its scripts, or null
   * @param goldens folders of golden trajectories of the ratings, which it follows before it is
   *     timed
   * @param command what was typed, for the record
   * @return whether every benchmark ran to its end
   */
  public boolean run(Path folder, String python, Path peers, List<Path> goldens, String command) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInputException("cannot make " + folder + ": " + e.getMessage());
    }
    double load = MachineProbe.load();
    BusyTime busy = new BusyTime();
    long started = System.nanoTime();
    out.println(duration() + ", then other software; results in " + folder);
    RunFolder raw = new RunFolder(folder);
    List<LeftOut> leftOut = new ArrayList<>(suite.leftOut());
    boolean complete;
    Machine.Gpu gpu;
    try (GpuLog log = GpuLog.start(here, folder, leftOut)) {
      if (plan.against() == null) {
        CaseRunner runner = new CaseRunner(plan.ratings(), plan.options());
        complete = runAll(runner::run, leftOut);
        runner.write(folder);
      } else {
        try (Rival rival = new Rival(plan.against(), plan.ratings(), plan.options())) {
          complete = runAll(rival::run, leftOut);
          raw.write(rival.results().get(0), rival.results().get(1));
        }
      }
      gpu = log.summary();
    }
    Machine.Busy others = busy.sinceBegun();
    if (!parts.isEmpty()) {
      others(raw, python, peers, goldens, leftOut);
    }
    double seconds = 1e-9 * (System.nanoTime() - started);
    raw.write(
        MachineProbe.machine(command, here, shapes(), leftOut, load, seconds).with(others, gpu));
    return complete;
  }

  /** Runs a case; returns its result in words. */
  private interface Measure {
    String run(Case each) throws RunnerException;
  }

  /** Returns whether none failed. */
  private boolean runAll(Measure measure, List<LeftOut> leftOut) {
    boolean complete = true;
    for (int k = 0; k < cases.size(); k++) {
      Case each = cases.get(k);
      String result;
      try {
        result = measure.run(each);
      } catch (RunnerException e) {
        result = "failed: " + reason(e);
        leftOut.add(new LeftOut(each.label(), result));
        complete = false;
      }
      out.printf("[%3d/%d] %s: %s%n", k + 1, cases.size(), each.label(), result);
      out.flush();
    }
    return complete;
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      cause = suppressed;
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
  }

  private void others(
      RunFolder raw, String python, Path scripts, List<Path> goldens, List<LeftOut> leftOut) {
    List<String> goldenArguments = new ArrayList<>(goldens.stream().map(Path::toString).toList());
    if (!goldens.isEmpty()) {
      goldenArguments.addAll(List.of("--ratings", plan.ratings().toString()));
    }
    try {
      Path work = Files.createTempDirectory("gravmf-peers");
      Peers peers =
          new Peers(
              scripts,
              python,
              goldenArguments,
              here,
              plan.full(),
              plan.filter(),
              work,
              line -> {
                out.println("        " + line);
                out.flush();
              });
      peers.run();
      raw.writePeers(peers.results());
      raw.writeCurves(peers.curves());
      raw.writeObjectives(peers.objectives());
      raw.writeGoldens(peers.goldens());
      leftOut.addAll(peers.leftOut());
      try (var files = Files.list(work)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(work);
    } catch (IOException e) {
      throw new InvalidInputException("no folder for temporary files: " + e.getMessage());
    }
  }

  private List<DataShape> shapes() {
    Set<String> names = new LinkedHashSet<>(List.of(here.mainData()));
    cases.forEach(each -> names.add(each.params().getOrDefault("data", here.mainData())));
    if (plan.full()) {
      names.add("ml-1m");
    }
    return names.stream()
        .map(name -> Circumstances.shape(name, source(name)).with(sweepFlops(name)))
        .toList();
  }

  private Map<Integer, Double> sweepFlops(String data) {
    Set<Integer> dims = new TreeSet<>();
    for (Case each : cases) {
      if (each.benchmark().equals(Suite.SWEEP) && each.params().get("data").equals(data)) {
        dims.add(Integer.valueOf(each.params().get("dim")));
      }
    }
    return dims.isEmpty() ? null : SweepFlops.of(BenchData.ratings(data), dims);
  }

  private String source(String name) {
    return switch (name) {
      case BenchData.FILE -> plan.ratings().getFileName().toString();
      case BenchData.SAMPLE -> "the embedded sample, generated in ml-100k's shape";
      default -> "generated";
    };
  }
}
