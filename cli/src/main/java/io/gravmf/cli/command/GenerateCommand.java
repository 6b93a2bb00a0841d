package io.gravmf.cli.command;

import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticFiles;
import io.gravmf.data.synthetic.SyntheticRatings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes ratings that resemble MovieLens'.",
      "Zipf popularity, log-normal activity, a planted taste with genres, noise, 1 to "
          + "5 stars. The same seed gives the same files."
    },
    footer = {
      "",
      "Example: gravmf generate --users 6040 --items 3706 --count 1000209 --seed 1 --out ml-1m-like"
    })
public final class GenerateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--users", required = true, paramLabel = "N", description = "Number of users.")
  private int users;

  @Option(names = "--items", required = true, paramLabel = "M", description = "Number of items.")
  private int items;

  @Option(names = "--count", required = true, paramLabel = "K", description = "Number of ratings.")
  private long count;

  @Option(names = "--seed", paramLabel = "S", description = "The seed; default: 1.")
  private long seed = 1;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path folder;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = {
        "ml-100k: u.data, u.item, u.genre (the default);",
        "csv: ratings.csv, movies.csv."
      },
      converter = LayoutConverter.class)
  private SyntheticFiles.Layout layout = SyntheticFiles.Layout.ML_100K;

  @Option(names = "--json", description = "Print the files' names as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing but errors.")
  private boolean quiet;

  /** The JSON form. */
  private record Result(List<String> files) {}

  @Override
  public Integer call() {
    SyntheticConfig config = new SyntheticConfig(users, items, count, seed);
    Destination.requireFolder("--out", folder);
    List<Path> files = SyntheticFiles.write(folder, new SyntheticRatings(config), layout);
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      to.println(Json.of(new Result(files.stream().map(Path::toString).toList())));
    } else if (!quiet) {
      files.forEach(file -> to.println("wrote " + file));
    }
    return 0;
  }

  /** Accepts {@code ml-100k} and {@code csv}. */
  static final class LayoutConverter
      implements picocli.CommandLine.ITypeConverter<SyntheticFiles.Layout> {
    @Override
    public SyntheticFiles.Layout convert(String value) {
      return switch (value) {
        case "ml-100k" -> SyntheticFiles.Layout.ML_100K;
        case "csv" -> SyntheticFiles.Layout.CSV;
        default ->
            throw new TypeConversionException("found '" + value + "', expected ml-100k or csv");
      };
    }
  }
}
