package io.gravmf.bench;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.bench.compare.Comparison;
import io.gravmf.bench.report.Report;
import io.gravmf.bench.result.JmhJson;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.run.BenchPlan;
import io.gravmf.bench.run.BenchRun;
import io.gravmf.bench.run.JmhOptions;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code gravmf bench} command. Exit codes: 0 ok, 1 where a benchmark failed, 2 bad input or
 * usage, 3 where a comparison found something slower, 4 where it found nothing slower but could not
 * decide on all.
 */
@Command(
    name = "gravmf bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures this machine: epochs, kernels, files, top-N, t-SNE; and, beside them, PyTorch,",
      "scikit-learn and Spark where they are. Raw results, a page and pictures go to a folder."
    },
    footer = {
      "",
      "Examples:",
      "  gravmf bench --quick",
      "  gravmf bench --full --ratings ml-100k/u.data",
      "  gravmf bench --filter 'EpochBenchmark.*dim=100' --against old/gravmf-bench.jar",
      "  gravmf bench --filter 'EpochBenchmark.*dim=100' --compare old/jmh.json",
      "  gravmf bench --filter ModelFiles -f 5 -prof gc -rff files.csv -rf csv",
      "  gravmf bench --report bench/results/DIR --docs docs/performance.md",
      "",
      "Exit codes: 0 ok, 1 a benchmark failed, 2 bad input, 3 something is slower, 4 nothing is",
      "slower, but of something it cannot be told."
    })
public final class Main implements Callable<Integer> {

  private static final int BAD_INPUT = 2;
  private static final int FAILED = 1;
  private static final String CUDA = "cuda";

  @Spec private CommandSpec spec;

  @ArgGroup private Extent extent = new Extent();

  /** How much is measured. */
  private static final class Extent {
    @Option(names = "--quick", description = "Less than five minutes on two cores; the default.")
    private boolean quick;

    @Option(names = "--full", description = "All that is quoted; some fifteen minutes.")
    private boolean full;

    private boolean isFull() {
      return full && !quick;
    }

    @Option(
        names = "--report",
        paramLabel = "DIR",
        description = "Measure nothing; make the page and pictures of the raw results in DIR.")
    private Path report;
  }

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description = "Measure on these ratings; default: the embedded sample.")
  private Path ratings;

  @Option(
      names = "--filter",
      paramLabel = "RE",
      description = "Only benchmarks of which a part matches, as --list prints them; or 'peers'.")
  private Pattern filter = Pattern.compile("");

  @Option(names = "--list", description = "Print the benchmarks and how long they take.")
  private boolean list;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go; default: bench/results/<machine>-<date>.")
  private Path out;

  @Option(
      names = "--compare",
      paramLabel = "OLD.json",
      description = {
        "Judge each benchmark against an earlier run's jmh.json: faster, slower, same or ambiguous;",
        "by seven forks of each, where -f does not say otherwise."
      })
  private Path compare;

  @Option(
      names = "--against",
      paramLabel = "OLD.jar",
      description = {
        "Judge each benchmark against another build's gravmf-bench.jar. The forks of both take",
        "turns, iteration by iteration: the surest way on a machine that is not quiet."
      })
  private Path against;

  @Option(
      names = "--device",
      paramLabel = "GPU",
      description = "The GPU to measure, such as cuda:1; default: cuda, the first.")
  private String device;

  @Option(
      names = "--docs",
      paramLabel = "FILE",
      split = ",",
      description = "Fill the results into documents that have marks for them.")
  private List<Path> documents = List.of();

  @Option(
      names = "--python",
      paramLabel = "CMD",
      description = "The Python that may have torch and sklearn; default: python3.")
  private String python = "python3";

  @Option(
      names = "--goldens",
      paramLabel = "DIR",
      split = ",",
      description = {
        "Golden trajectories of --ratings that PyTorch follows before it is timed, besides the",
        "repository's own."
      })
  private List<Path> goldens = List.of();

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  private boolean debug;

  private final String command;
  private JmhOptions options = JmhOptions.NONE;

  private Main(String command) {
    this.command = command;
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    // Digits and decimal points are the same in every locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(run(System.out, System.err, arguments));
  }

  /**
   * Runs the command without exiting.
   *
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    Main main = new Main("./gravmf bench " + String.join(" ", arguments));
    List<String> own = new ArrayList<>(List.of(arguments));
    CommandLine commands = new CommandLine(main);
    commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    commands.setUsageHelpAutoWidth(true);
    commands.setParameterExceptionHandler((failure, args) -> main.usageError(failure));
    commands.setExecutionExceptionHandler(
        (failure, line, parsed) -> main.failed(failure, line.getErr()));
    try {
      main.options = JmhOptions.takenFrom(own);
    } catch (InvalidInputException e) {
      return main.failed(e, commands.getErr());
    }
    int code = commands.execute(own.toArray(String[]::new));
    commands.getOut().flush();
    return checked(code, out, err);
  }

  /** What was printed in part was not printed, whatever the command itself says. */
  private static int checked(int code, PrintStream out, PrintStream err) {
    if (code != 0 || !out.checkError()) {
      return code;
    }
    err.println("gravmf bench: standard output cannot be written");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() {
    PrintWriter writer = spec.commandLine().getOut();
    if (extent.report != null) {
      return finish(extent.report, writer);
    }
    if (ratings != null && !Files.isReadable(ratings)) {
      throw new InvalidInputException("cannot read " + ratings);
    }
    if (!goldens.isEmpty() && ratings == null) {
      throw new InvalidInputException("--goldens are of ratings: name them by --ratings");
    }
    for (Path golden : goldens) {
      if (!Files.isReadable(golden.resolve("trajectory.csv"))) {
        throw new InvalidInputException(
            "no golden trajectory: cannot read trajectory.csv in " + golden);
      }
    }
    if (against != null && compare != null) {
      throw new InvalidInputException("--against and --compare: choose one of them");
    }
    for (Path file : Stream.of(against, compare).filter(Objects::nonNull).toList()) {
      if (!Files.isReadable(file)) {
        throw new InvalidInputException("cannot read " + file);
      }
    }
    requireGpu();
    BenchRun run =
        new BenchRun(
            new BenchPlan(
                ratings,
                extent.isFull(),
                filter.asPredicate(),
                device == null ? CUDA : device,
                options,
                compare != null,
                against),
            writer);
    if (list) {
      run.list();
      return 0;
    }
    Path checkout = checkout();
    Path folder = out != null ? out : defaultFolder(checkout, run);
    Path peers = checkout == null ? null : checkout.resolve("bench/peers");
    boolean complete = run.run(folder, python, peers, goldens, command);
    int verdict = finish(folder, writer);
    return complete ? verdict : FAILED;
  }

  /** A GPU that was asked for and cannot be used is an error, not something to leave out. */
  private void requireGpu() {
    if (device == null) {
      return;
    }
    if (!device.equals(CUDA) && !device.startsWith(CUDA + ":")) {
      throw new InvalidInputException(
          "--device is "
              + device
              + ", expected a GPU such as cuda:1 (--filter 'device=cpu-plain' chooses a CPU's)");
    }
    Backends.choose(device, BackendOptions.defaults());
  }

  /** Makes the page, fills documents, compares; returns the exit code. */
  private int finish(Path folder, PrintWriter writer) {
    Report report = new Report(folder);
    report.write();
    for (Path document : documents) {
      AtomicFile.write(document, report.fill(document));
      writer.println("filled " + document);
    }
    int verdict = 0;
    List<Measurement> results = JmhJson.read(folder.resolve(RunFolder.JMH));
    if (compare != null) {
      verdict = Comparison.ofRuns(JmhJson.read(compare), results).print(writer);
      warn("the old run", compare.toAbsolutePath().getParent(), writer);
      warn("the new run", folder, writer);
    } else if (Files.exists(folder.resolve(RunFolder.AGAINST))) {
      List<Measurement> old = JmhJson.read(folder.resolve(RunFolder.AGAINST));
      verdict = Comparison.ofTurns(old, results).print(writer);
      warn("this run", folder, writer);
    }
    writer.println("the results are in " + folder.resolve(Report.PAGE));
    return verdict;
  }

  private static void warn(String which, Path folder, PrintWriter writer) {
    Optional<Machine> machine = new RunFolder(folder).machine();
    if (machine.isEmpty()) {
      writer.println(
          "warning: whether the machine was busy in "
              + which
              + " is not known: its folder has no "
              + RunFolder.MACHINE);
    } else {
      machine
          .get()
          .disturbance()
          .ifPresent(
              words -> writer.println("warning: the machine was busy in " + which + ": " + words));
    }
  }

  private Path defaultFolder(Path checkout, BenchRun run) {
    String name = run.machineName() + "-" + LocalDate.now(ZoneOffset.UTC);
    String kind = extent.isFull() ? "" : "-quick";
    return (checkout == null ? Path.of("") : checkout.resolve("bench/results"))
        .resolve(name + kind);
  }

  /** Returns the checkout that the launcher belongs to, or null where there is none. */
  private static Path checkout() {
    String root = System.getProperty("gravmf.root");
    return root == null ? null : Path.of(root);
  }

  private int usageError(ParameterException failure) {
    failure
        .getCommandLine()
        .getErr()
        .println("gravmf: " + failure.getMessage() + " (see gravmf bench --help)");
    return BAD_INPUT;
  }

  private int failed(Exception failure, PrintWriter err) {
    boolean known =
        failure instanceof InvalidInputException || failure instanceof BackendUnavailableException;
    err.println(
        "gravmf: "
            + (known
                ? failure.getMessage()
                : "internal error: " + failure + (debug ? "" : " (--debug shows where)")));
    if (debug) {
      failure.printStackTrace(err);
    }
    return known ? BAD_INPUT : FAILED;
  }
}
