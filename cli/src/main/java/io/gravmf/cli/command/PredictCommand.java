package io.gravmf.cli.command;

import io.gravmf.cli.option.CsvOptions;
import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.output.PredictionsCsv;
import io.gravmf.cli.query.KnownTruth;
import io.gravmf.cli.query.ModelRows;
import io.gravmf.cli.query.PairsFile;
import io.gravmf.cli.query.SampleModel;
import io.gravmf.data.Ratings;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the rating that a model predicts, in rating units.",
      "A model of several draws also knows its standard deviation, behind +-.",
      "For a file of pairs it writes CSV: user, item, prediction, and the rating where it is known;"
          + " a pair of an unknown user or item has an empty prediction."
    },
    footer = {
      "",
      "Example: gravmf predict --model model --user 196 --item 242",
      "         gravmf predict --model model --pairs pairs.csv --out predictions.csv"
    })
public final class PredictCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model.")
  private Path model;

  @ArgGroup(multiplicity = "1")
  private Wanted wanted;

  /** What to predict. */
  private static final class Wanted {

    @ArgGroup(exclusive = false)
    private One one;

    @Option(
        names = "--pairs",
        paramLabel = "FILE",
        description = {
          "pairs as CSV: columns named user, item and, if known, rating, or in that order",
          "without a header."
        })
    private Path pairs;
  }

  /** A pair. */
  private static final class One {

    @Option(names = "--user", required = true, paramLabel = "ID", description = "The user's id,")
    private String user;

    @Option(
        names = "--item",
        required = true,
        paramLabel = "ID",
        description = "and the item's id, or")
    private String item;
  }

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description = "Known ratings, to stand beside the predictions of pairs.")
  private Path ratings;

  @Mixin private RatingsOptions options;

  @Mixin private CsvOptions csvOptions;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the pairs' CSV there; default: standard output.")
  private Path out;

  @Option(names = "--json", description = "Print JSON, for one pair.")
  private boolean json;

  @Option(names = "--quiet", description = "Say nothing beside the predictions.")
  private boolean quiet;

  /** The JSON form. */
  private record Result(String user, String item, double prediction) {}

  /** The same of a model that knows the posterior standard deviation. */
  private record Uncertain(String user, String item, double prediction, double deviation) {}

  @Override
  public Integer call() {
    requireUsable();
    Model loaded = ModelFiles.load(model);
    if (wanted.pairs == null) {
      printOne(loaded);
    } else {
      writePairs(loaded);
    }
    return 0;
  }

  private void requireUsable() {
    if (wanted.pairs == null && (out != null || ratings != null)) {
      throw new ParameterException(spec.commandLine(), "--out and --ratings need --pairs");
    }
    if (wanted.pairs != null && json) {
      throw new ParameterException(spec.commandLine(), "--json and --pairs exclude each other");
    }
    Destination.requireFile("--out", out);
  }

  private void printOne(Model loaded) {
    String user = wanted.one.user;
    String item = wanted.one.item;
    int userRow = ModelRows.of(loaded.userIds(), "user", user);
    int itemRow = ModelRows.of(loaded.itemIds(), "item", item);
    double rating = loaded.predict(userRow, itemRow);
    OptionalDouble deviation = loaded.deviation(userRow, itemRow);
    String text;
    if (deviation.isEmpty()) {
      text =
          json
              ? Json.of(new Result(user, item, rating))
              : String.format(Locale.ROOT, "%.6f", rating);
    } else {
      double about = deviation.getAsDouble();
      text =
          json
              ? Json.of(new Uncertain(user, item, rating, about))
              : String.format(Locale.ROOT, "%.6f +- %.6f", rating, about);
    }
    spec.commandLine().getOut().println(text);
  }

  private void writePairs(Model loaded) {
    PrintWriter log = spec.commandLine().getErr();
    PredictionsCsv csv =
        new PredictionsCsv(
            loaded,
            new PairsFile(wanted.pairs, options.toReadOptions(false).text()),
            new KnownTruth(known(loaded, log)),
            csvOptions.isSafe());
    if (out == null) {
      csv.write(spec.commandLine().getOut());
    } else {
      csv.write(out);
    }
    if (!quiet && csv.unknown() > 0) {
      log.println(
          csv.unknown()
              + " of "
              + csv.written()
              + " pairs are of unknown users or items; their prediction is empty");
    }
    if (!quiet && out != null) {
      log.println(csv.written() + " predictions written to " + out);
    }
  }

  private Ratings known(Model loaded, PrintWriter log) {
    if (ratings == null) {
      return new SampleModel(loaded).sample().map(EmbeddedSample::ratings).orElse(null);
    }
    ReadResult read =
        RatingsReader.read(
            ratings, options.toReadOptions(false), loaded.userIds(), loaded.itemIds());
    if (!quiet) {
      RatingsOptions.report(read, log);
    }
    return read.ratings();
  }
}
