package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.result.DataShape;
import io.gravmf.bench.result.LeftOut;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.openjdk.jmh.runner.RunnerException;

/** A run from beginning to end: benchmarks, other software, raw files. */
public final class BenchRun {

  private final Path ratings;
  private final boolean full;
  private final Predicate<String> filter;
  private final PrintWriter out;
  private final Circumstances here;
  private final Suite suite;
  private final List<Case> cases;

  /**
   * Plans a run.
   *
   * @param ratings the user's file, or null for the embedded sample
   * @param full all, or what takes some minutes
   * @param filter which benchmarks, by their label
   * @param out takes a line for each result
   */
  public BenchRun(Path ratings, boolean full, Predicate<String> filter, PrintWriter out) {
    this.ratings = ratings;
    this.full = full;
    this.filter = filter;
    this.out = out;
    if (ratings != null) {
      System.setProperty(BenchData.FILE_PROPERTY, ratings.toString());
    }
    here = Circumstances.find(ratings != null);
    suite = new Suite(here, full);
    cases = suite.cases().stream().filter(each -> filter.test(each.label())).toList();
    if (cases.isEmpty()) {
      throw new InvalidInputException("no benchmark matches the filter (--list prints them)");
    }
  }

  /** Returns the name of this machine, for folders. */
  public static String machineName() {
    return MachineProbe.name();
  }

  /** Prints what would be run and how long that takes. */
  public void list() {
    for (Case each : cases) {
      out.println(each.label());
    }
    out.println(duration());
  }

  private String duration() {
    double seconds = cases.stream().mapToDouble(each -> each.effort().seconds()).sum();
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
    long started = System.nanoTime();
    out.println(duration() + ", then other software; results in " + folder);
    RunFolder raw = new RunFolder(folder);
    List<LeftOut> leftOut = new ArrayList<>(suite.leftOut());
    CaseRunner runner = new CaseRunner(ratings);
    int failures = 0;
    for (int k = 0; k < cases.size(); k++) {
      Case each = cases.get(k);
      String result;
      try {
        result = runner.run(each);
      } catch (RunnerException e) {
        failures++;
        result = "failed: " + reason(e);
        leftOut.add(new LeftOut(each.label(), result));
      }
      out.printf("[%3d/%d] %s: %s%n", k + 1, cases.size(), each.label(), result);
      out.flush();
    }
    runner.write(folder.resolve(RunFolder.JMH));
    if (filter.test("peers")) {
      others(raw, python, peers, goldens, leftOut);
    }
    double seconds = 1e-9 * (System.nanoTime() - started);
    Machine machine = MachineProbe.machine(command, here, shapes(), leftOut, load, seconds);
    raw.write(machine);
    return failures == 0;
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
      goldenArguments.addAll(List.of("--ratings", ratings.toString()));
    }
    try {
      Path work = Files.createTempDirectory("gravmf-peers");
      Peers peers =
          new Peers(
              scripts,
              python,
              goldenArguments,
              here,
              full,
              work,
              line -> {
                out.println("        " + line);
                out.flush();
              });
      peers.run();
      raw.writePeers(peers.results());
      raw.writeCurves(peers.curves());
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
    if (full) {
      names.add("ml-1m");
    }
    return names.stream().map(name -> Circumstances.shape(name, source(name))).toList();
  }

  private String source(String name) {
    return switch (name) {
      case BenchData.FILE -> ratings.getFileName().toString();
      case BenchData.SAMPLE -> "the embedded sample, generated in ml-100k's shape";
      default -> "generated";
    };
  }
}
