package io.gravmf.bench;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.bench.report.Comparison;
import io.gravmf.bench.report.Report;
import io.gravmf.bench.result.JmhJson;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.run.BenchRun;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code gravmf bench} command. Exit codes: 0 ok, 2 bad input or usage, 1 where a benchmark
 * failed.
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
      "  gravmf bench --filter 'EpochBenchmark.*dim=100' --compare old/jmh.json",
      "  gravmf bench --report bench/results/DIR --docs docs/performance.md"
    })
public final class Main implements Callable<Integer> {

  private static final int BAD_INPUT = 2;
  private static final int FAILED = 1;

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
      description = "Print the ratios to an earlier run's jmh.json, with confidence intervals.")
  private Path compare;

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

  private Main(String command) {
    this.command = command;
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /**
   * Runs the command without exiting.
   *
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    Main main = new Main("./gravmf bench " + String.join(" ", arguments));
    CommandLine commands = new CommandLine(main);
    commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    commands.setUsageHelpAutoWidth(true);
    commands.setParameterExceptionHandler((failure, args) -> main.usageError(failure));
    commands.setExecutionExceptionHandler(
        (failure, line, parsed) -> main.failed(failure, line.getErr()));
    return commands.execute(arguments);
  }

  @Override
  public Integer call() {
    PrintWriter writer = spec.commandLine().getOut();
    if (extent.report != null) {
      finish(extent.report, writer);
      return 0;
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
    BenchRun run = new BenchRun(ratings, extent.isFull(), filter.asPredicate(), writer);
    if (list) {
      run.list();
      return 0;
    }
    Path checkout = checkout();
    Path folder = out != null ? out : defaultFolder(checkout);
    Path peers = checkout == null ? null : checkout.resolve("bench/peers");
    boolean complete = run.run(folder, python, peers, goldens, command);
    finish(folder, writer);
    return complete ? 0 : FAILED;
  }

  /** Makes the page, fills documents, compares. */
  private void finish(Path folder, PrintWriter writer) {
    Report report = new Report(folder);
    report.write();
    for (Path document : documents) {
      AtomicFile.write(document, report.fill(document));
      writer.println("filled " + document);
    }
    if (compare != null) {
      Comparison.print(JmhJson.read(compare), JmhJson.read(folder.resolve(RunFolder.JMH)), writer);
    }
    writer.println("the results are in " + folder.resolve(Report.PAGE));
  }

  private Path defaultFolder(Path checkout) {
    String name = BenchRun.machineName() + "-" + LocalDate.now(ZoneOffset.UTC);
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
