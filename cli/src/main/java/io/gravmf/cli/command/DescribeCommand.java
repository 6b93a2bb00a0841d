package io.gravmf.cli.command;

import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.cli.output.Json;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadResult;
import io.gravmf.evaluate.Describe;
import io.gravmf.evaluate.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = "Summarises ratings: how many users give and items get, and their means.",
    footer = {"", "Example: gravmf describe --ratings ml-100k/u.data"})
public final class DescribeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--ratings", required = true, paramLabel = "FILE", description = "The ratings.")
  private Path ratings;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private RatingsOptions options;

  /** The JSON form. */
  private record Description(
      int ratings, int users, int items, double mean, long duplicates, Describe tables) {}

  @Override
  public Integer call() {
    ReadResult read = RatingsReader.read(ratings, options.toReadOptions(false));
    Describe tables = Describe.of(read.ratings());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      RatingsOptions.report(read, spec.commandLine().getErr());
      out.println(
          Json.of(
              new Description(
                  read.ratings().size(),
                  tables.ratingsPerUser().count(),
                  tables.ratingsPerItem().count(),
                  read.ratings().mean(),
                  read.duplicates(),
                  tables)));
      return 0;
    }
    out.println(ratings + ": " + read.ratings() + ", " + read.format());
    RatingsOptions.report(read, out);
    out.println();
    print(tables, out);
    return 0;
  }

  private static void print(Describe tables, PrintWriter out) {
    List<Summary> columns =
        List.of(
            tables.ratingsPerUser(),
            tables.ratingsPerItem(),
            tables.userMeans(),
            tables.itemMeans());
    out.printf(
        Locale.ROOT,
        "%-5s %16s %16s %16s %16s%n",
        "",
        "ratings/user",
        "ratings/item",
        "user mean",
        "item mean");
    out.printf(Locale.ROOT, "%-5s", "count");
    columns.forEach(column -> out.printf(Locale.ROOT, " %16d", column.count()));
    out.println();
    row(out, columns, "mean", Summary::mean);
    row(out, columns, "std", Summary::std);
    row(out, columns, "min", Summary::min);
    row(out, columns, "25%", Summary::lowerQuartile);
    row(out, columns, "50%", Summary::median);
    row(out, columns, "75%", Summary::upperQuartile);
    row(out, columns, "max", Summary::max);
  }

  private static void row(
      PrintWriter out, List<Summary> columns, String name, ToDoubleFunction<Summary> figure) {
    out.printf(Locale.ROOT, "%-5s", name);
    for (Summary column : columns) {
      out.printf(Locale.ROOT, " %16.6f", figure.applyAsDouble(column));
    }
    out.println();
  }
}
