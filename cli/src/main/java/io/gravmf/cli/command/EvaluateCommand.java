package io.gravmf.cli.command;

import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.cli.output.Json;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadResult;
import io.gravmf.evaluate.Evaluation;
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
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Compares a model's predictions with ratings, in rating units.",
    footer = {"", "Example: gravmf evaluate --model model --ratings ml-100k/u.data"})
public final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model.")
  private Path model;

  @Option(names = "--ratings", required = true, paramLabel = "FILE", description = "The ratings.")
  private Path ratings;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private RatingsOptions options;

  /** The JSON form. */
  private record Result(
      int ratings, long unknown, double mse, double rmse, double mae, double meanRmse) {}

  @Override
  public Integer call() {
    Model loaded = ModelFiles.load(model);
    ReadResult read =
        RatingsReader.read(
            ratings, options.toReadOptions(false), loaded.userIds(), loaded.itemIds());
    Evaluation figures = Evaluation.of(loaded, read.ratings());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      RatingsOptions.report(read, spec.commandLine().getErr());
      out.println(
          Json.of(
              new Result(
                  figures.ratings(),
                  read.unknown(),
                  figures.mse(),
                  figures.rmse(),
                  figures.mae(),
                  figures.meanRmse())));
      return 0;
    }
    RatingsOptions.report(read, out);
    out.printf("ratings  %d%n", figures.ratings());
    out.printf(Locale.ROOT, "MSE      %.6f%n", figures.mse());
    out.printf(Locale.ROOT, "RMSE     %.6f%n", figures.rmse());
    out.printf(Locale.ROOT, "MAE      %.6f%n", figures.mae());
    out.printf(
        Locale.ROOT,
        "         %.6f is the RMSE of predicting the training mean %.6f for all%n",
        figures.meanRmse(),
        loaded.mean());
    return 0;
  }
}
