package io.gravmf.cli.command;

import io.gravmf.cli.console.TsneProgress;
import io.gravmf.cli.option.CsvOptions;
import io.gravmf.cli.option.TsneOptions;
import io.gravmf.cli.output.CoordinatesCsv;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.embedding.TsneResult;
import io.gravmf.format.Npy;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "tsne",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Draws a model's items, or the rows of a matrix, in two or three dimensions, so "
          + "that near neighbours stay near.",
      "Writes CSV with the id and the coordinates of each, rows of a matrix numbered "
          + "from 0; progress goes to standard error. Parameters mean what they mean in "
          + "scikit-learn."
    },
    footer = {"", "Example: gravmf tsne --model model --components 3 --out tsne.csv"})
public final class TsneCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Mixin private TsneOptions options;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the CSV there; default: standard output.")
  private Path out;

  @Mixin private CsvOptions csvOptions;

  @Option(names = "--json", description = "Print a summary as JSON; needs --out.")
  private boolean json;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /** What to embed: one of the two. */
  private static final class Source {
    @Option(names = "--model", paramLabel = "DIR", description = "Embed this model's items.")
    private Path model;

    @Option(
        names = "--points",
        paramLabel = "FILE",
        description = "Embed the rows of this .npy matrix.")
    private Path points;
  }

  /**
   * What is embedded.
   *
   * @param file where it is from
   * @param ids the rows' ids
   * @param kind what the ids identify
   */
  private record Input(Path file, FloatMatrix points, IntFunction<String> ids, String kind) {}

  /** The JSON form. */
  private record Summary(
      int points,
      int dimensions,
      int components,
      String method,
      String metric,
      String init,
      double perplexity,
      long seed,
      int iterations,
      double klDivergence,
      double seconds,
      String out) {}

  @Override
  public Integer call() {
    requireUsable();
    TsneConfig config = options.toConfig();
    Input input = input();
    PrintWriter log = spec.commandLine().getErr();
    long start = System.nanoTime();
    TsneListener listener = quiet ? TsneListener.NONE : new TsneProgress(config.iterations(), log);
    TsneResult result = embed(input, config, listener);
    double seconds = (System.nanoTime() - start) * 1e-9;
    CoordinatesCsv csv =
        new CoordinatesCsv(input.kind(), input.ids(), result.coordinates(), csvOptions.isSafe());
    if (out == null) {
      csv.write(spec.commandLine().getOut());
    } else {
      csv.write(out);
    }
    if (json) {
      spec.commandLine().getOut().println(Json.of(summary(input, config, result, seconds)));
    } else if (!quiet) {
      log.printf(
          Locale.ROOT,
          "%d points in %d dimensions after %d iterations and %.2f s: KL divergence %.4f%n",
          input.points().rows(),
          config.components(),
          result.iterations(),
          seconds,
          result.klDivergence());
    }
    return 0;
  }

  private void requireUsable() {
    if (json && out == null) {
      throw new ParameterException(spec.commandLine(), "--json needs --out");
    }
    Destination.requireFile("--out", out);
  }

  private Input input() {
    if (source.model != null) {
      Model model = ModelFiles.load(source.model);
      return new Input(source.model, model.itemFactors(), model.itemIds()::id, "item");
    }
    FloatMatrix points = Npy.readMatrix(source.points);
    return new Input(source.points, points, Integer::toString, "row");
  }

  private static TsneResult embed(Input input, TsneConfig config, TsneListener listener) {
    try {
      return Tsne.embed(input.points(), config, listener);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(input.file() + ": " + e.getMessage(), e);
    }
  }

  private Summary summary(Input input, TsneConfig config, TsneResult result, double seconds) {
    return new Summary(
        input.points().rows(),
        input.points().columns(),
        config.components(),
        config.method().toString(),
        config.metric().toString(),
        config.init().toString(),
        config.perplexity(),
        config.seed(),
        result.iterations(),
        result.klDivergence(),
        seconds,
        out.toString());
  }
}
