package io.gravmf.cli.command;

import io.gravmf.cli.output.Json;
import io.gravmf.cli.training.RecordedSplit;
import io.gravmf.evaluate.SanityChecks;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The notebook's sanity checks of a model: that random training ratings are the "
          + "file's, and that predictions close to the held-out ratings are close to the "
          + "file's.",
      "Ends with exit code 1 where one fails."
    },
    footer = {"", "Example: gravmf check --model model --ratings ml-100k/u.data"})
public final class CheckCommand implements Callable<Integer> {

  /** A check failed. */
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model.")
  private Path model;

  @Mixin private RecordedSplit recorded;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Chooses the training ratings; default: 1.")
  private long seed = 1;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** The JSON form; the largest error is null where the file lacks a pair. */
  private record Result(
      boolean passed,
      boolean entriesPassed,
      int entriesSampled,
      int entriesWrong,
      boolean closePassed,
      int validation,
      int closeSelected,
      Double closeLargest) {

    static Result of(SanityChecks checks) {
      double largest = checks.close().largest();
      return new Result(
          checks.passed(),
          checks.entries().passed(),
          checks.entries().sampled(),
          checks.entries().wrong(),
          checks.close().passed(),
          checks.close().validation(),
          checks.close().selected(),
          Double.isFinite(largest) ? largest : null);
    }
  }

  @Override
  public Integer call() {
    recorded.requireConsistent(spec);
    PrintWriter out = spec.commandLine().getOut();
    Model loaded = ModelFiles.load(model);
    RecordedSplit.Restored ratings =
        recorded.restore(loaded, json ? spec.commandLine().getErr() : out);
    SanityChecks checks =
        SanityChecks.of(
            loaded, ratings.split(), ratings.trainFile(), ratings.validationFile(), seed);
    if (json) {
      out.println(Json.of(Result.of(checks)));
    } else {
      print(checks, out);
    }
    return checks.passed() ? 0 : FAILED;
  }

  private static void print(SanityChecks checks, PrintWriter out) {
    SanityChecks.Entries entries = checks.entries();
    out.printf(
        Locale.ROOT,
        "%s  %d of %d random training ratings are the file's%n",
        word(entries.passed()),
        entries.sampled() - entries.wrong(),
        entries.sampled());
    SanityChecks.Close close = checks.close();
    if (close.validation() == 0) {
      out.println("passed  no ratings were held out, so there are no errors to look at");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s  %d of %d held-out ratings are predicted to within %s; the largest of these errors is"
            + " %.6f%n",
        word(close.passed()),
        close.selected(),
        close.validation(),
        SanityChecks.CLOSE,
        close.largest());
  }

  private static String word(boolean passed) {
    return passed ? "passed" : "FAILED";
  }
}
