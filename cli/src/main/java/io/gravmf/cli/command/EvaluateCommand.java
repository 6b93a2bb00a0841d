package io.gravmf.cli.command;

import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.query.SampleModel;
import io.gravmf.cli.training.EvaluatedPart;
import io.gravmf.cli.training.EvaluatedPart.Part;
import io.gravmf.cli.training.KnownRatings;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.evaluate.Evaluation;
import io.gravmf.format.Npy;
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
    description = {
      "Compares a model's predictions with ratings, in rating units.",
      "Of the ratings that the model was trained on, these are those that were held " + "out."
    },
    footer = {"", "Example: gravmf evaluate --model model --ratings ml-100k/u.data"})
public final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model.")
  private Path model;

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description = "The ratings; default: the embedded sample, where the model is of it.")
  private Path ratings;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "Of the ratings that the model was trained on: validation, which was held out, train or"
              + " all; default: validation.")
  private Part part;

  @Option(
      names = "--permutation",
      paramLabel = "P.npy",
      description = "The permutation, where the model was trained with one.")
  private Path permutation;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private RatingsOptions options;

  private long unknown;

  /** The JSON form. */
  private record Result(
      String part,
      int ratings,
      long unknown,
      double mse,
      double rmse,
      double mae,
      double meanRmse) {}

  @Override
  public Integer call() {
    Model loaded = ModelFiles.load(model);
    PrintWriter out = spec.commandLine().getOut();
    KnownRatings known = read(loaded, json ? spec.commandLine().getErr() : out);
    EvaluatedPart evaluated = EvaluatedPart.of(known, part, loaded.provenance());
    Evaluation figures = Evaluation.of(loaded, evaluated.ratings());
    if (json) {
      out.println(
          Json.of(
              new Result(
                  evaluated.name(),
                  figures.ratings(),
                  unknown,
                  figures.mse(),
                  figures.rmse(),
                  figures.mae(),
                  figures.meanRmse())));
      return 0;
    }
    out.printf(Locale.ROOT, "ratings  %d, %s%n", figures.ratings(), evaluated.explanation());
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

  private KnownRatings read(Model loaded, PrintWriter log) {
    int[] order = permutation == null ? null : Npy.readIntVector(permutation);
    if (ratings == null) {
      Ratings sample =
          new SampleModel(loaded)
              .sample()
              .map(EmbeddedSample::ratings)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "--ratings is missing, and the model is not of the embedded sample"));
      return KnownRatings.of(loaded, sample, 0, order);
    }
    ReadOptions how = options.toReadOptions(Splits.isByTime(loaded.provenance().split()));
    ReadResult read = RatingsReader.read(ratings, how, loaded.userIds(), loaded.itemIds());
    RatingsOptions.report(read, log);
    unknown = read.unknown();
    return KnownRatings.of(loaded, read.ratings(), unknown, order);
  }
}
