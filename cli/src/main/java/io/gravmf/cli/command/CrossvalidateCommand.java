package io.gravmf.cli.command;

import io.gravmf.cli.console.EstimateTable;
import io.gravmf.cli.option.CheckpointInterval;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.cli.option.FoldOptions;
import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.cli.option.TrainingOptions;
import io.gravmf.cli.output.EstimateJson;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.training.AtOnceOption;
import io.gravmf.cli.training.SideBySide;
import io.gravmf.crossvalidate.CrossValidation;
import io.gravmf.crossvalidate.FoldResult;
import io.gravmf.crossvalidate.GivenFolds;
import io.gravmf.crossvalidate.Measures;
import io.gravmf.crossvalidate.Protocol;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.train.Recipe;
import io.gravmf.train.TrainingConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "crossvalidate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains and tests on each of several folds, and prints means with standard errors.",
      "Beside them are what the mean, users' and items' means, and popularity would give. Folds "
          + "run side by side, with the same bits as one by one. All training options of train "
          + "work here."
    },
    footer = {
      "",
      "Example: gravmf crossvalidate --ratings ml-100k/u.data --preset ranking --rank 10"
    })
public final class CrossvalidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description = "The ratings; default: the embedded sample.")
  private Path ratings;

  @Mixin private RatingsOptions reading;

  @Mixin private FoldOptions folds;

  @Mixin private TrainingOptions training;

  @Mixin private DeviceOptions device;

  @Mixin private AtOnceOption atOnce;

  @Option(names = "--json", description = "Print the result as JSON, the rest as errors are.")
  private boolean json;

  @Override
  public Integer call() {
    folds.requireConsistent(ratings != null, training.isImplicit());
    Measures measures = folds.measures(training.isImplicit());
    training.refuseEarlyStop();
    TrainingConfig config = training.config(folds.seed(), CheckpointInterval.NONE);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter log = json ? spec.commandLine().getErr() : out;
    Protocol protocol = protocol(log);
    try (SideBySide runs = atOnce.choose(device, protocol.folds())) {
      run(protocol, config, measures, runs, log);
    }
    return 0;
  }

  private void run(
      Protocol protocol,
      TrainingConfig config,
      Measures measures,
      SideBySide runs,
      PrintWriter log) {
    Recipe recipe = train -> training.over(config, train);
    if (runs.areTogether()) {
      Split first = protocol.fold(0).split();
      runs.fit(first, recipe.over(first.train()));
    }
    log.println(protocol.description());
    log.println(
        "training on "
            + DeviceOptions.described(runs.choice())
            + ", "
            + counted(runs.atOnce())
            + " at once"
            + runs.way());
    log.flush();
    EstimateTable table = new EstimateTable(log);
    long began = System.nanoTime();
    List<FoldResult> results =
        new CrossValidation(recipe, measures, runs.backend(), runs.atOnce(), runs.remaining())
            .run(protocol, fold -> table.fold(fold, protocol.folds()));
    double seconds = (System.nanoTime() - began) * 1e-9;
    if (json) {
      spec.commandLine()
          .getOut()
          .println(Json.of(EstimateJson.of(results, protocol.description(), seconds)));
    } else {
      table.print(results);
      log.printf(Locale.ROOT, "%s in %.1f s%n", counted(protocol.folds()), seconds);
    }
  }

  private static String counted(int folds) {
    return folds + (folds == 1 ? " fold" : " folds");
  }

  private Protocol protocol(PrintWriter log) {
    List<FoldOptions.Pair> given = folds.given();
    if (!given.isEmpty()) {
      return new GivenFolds(read(given, log));
    }
    if (ratings == null) {
      log.println("no --ratings, so this takes the embedded sample, which is generated");
      return folds.protocol(EmbeddedSample.load().ratings());
    }
    ReadResult read = RatingsReader.read(ratings, reading.toReadOptions(folds.isByTime()));
    return folds.protocol(reported(ratings, read, log));
  }

  private List<Split> read(List<FoldOptions.Pair> given, PrintWriter log) {
    List<Split> splits = new ArrayList<>();
    for (FoldOptions.Pair files : given) {
      RatingsReader.Pair pair =
          RatingsReader.readPair(files.train(), files.test(), reading.toReadOptions(false));
      splits.add(
          Splits.byValidation(
              reported(files.train(), pair.train(), log),
              reported(files.test(), pair.validation(), log)));
    }
    return splits;
  }

  private static Ratings reported(Path file, ReadResult read, PrintWriter log) {
    log.println(file + ": " + read.ratings() + ", " + read.format());
    RatingsOptions.report(read, log);
    return read.ratings();
  }
}
