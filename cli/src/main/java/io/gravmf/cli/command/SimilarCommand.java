package io.gravmf.cli.command;

import io.gravmf.cli.console.Messages;
import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.query.ModelRows;
import io.gravmf.cli.query.SampleModel;
import io.gravmf.cli.query.Titles;
import io.gravmf.data.InvalidInputException;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.SimilarItems;
import io.gravmf.model.SimilarItems.Metric;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "similar",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the items whose factors are most like an item's.",
    footer = {"", "Example: gravmf similar --model model --items u.item --title \"the godfather\""})
public final class SimilarCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model.")
  private Path model;

  @ArgGroup(multiplicity = "1")
  private Wanted wanted;

  /** The item in question. */
  private static final class Wanted {

    @Option(names = "--item", paramLabel = "ID", description = "The item's id, or")
    private String item;

    @Option(
        names = "--title",
        paramLabel = "TEXT",
        description = "its title; case, accents, the year and the article's place do not matter.")
    private String title;
  }

  @Option(names = "-k", paramLabel = "K", description = "How many items; default: 10.")
  private int count = 10;

  @Option(
      names = "--metric",
      paramLabel = "HOW",
      description = "cosine, or dot, which favours long factors; default: cosine.")
  private Metric metric = Metric.COSINE;

  @Mixin private ItemsOptions items;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** A row of the list. */
  private record Similar(int rank, String item, String title, float similarity) {}

  /** The JSON form; titles are null where they are not known. */
  private record Result(String item, String title, String metric, List<Similar> similar) {}

  @Override
  public Integer call() {
    items.requireConsistent(spec);
    if (count < 1) {
      throw new InvalidInputException("-k is " + count + ", expected 1 or more");
    }
    Model loaded = ModelFiles.load(model);
    Titles titles = Titles.of(items, loaded, new SampleModel(loaded));
    Result result = search(loaded, titles, row(loaded, titles));
    if (json) {
      spec.commandLine().getOut().println(Json.of(result));
    } else {
      print(result, spec.commandLine().getOut());
    }
    return 0;
  }

  private int row(Model loaded, Titles titles) {
    if (wanted.item != null) {
      return ModelRows.of(loaded.itemIds(), "item", wanted.item);
    }
    if (!titles.areKnown()) {
      throw new InvalidInputException("--title needs --items, the file with the titles");
    }
    return ModelRows.ofTitle(titles, loaded.itemIds(), wanted.title);
  }

  private Result search(Model loaded, Titles titles, int item) {
    List<Similar> rows = new ArrayList<>();
    for (ScoredItem found : new SimilarItems(loaded.itemFactors(), metric).of(item, count)) {
      rows.add(
          new Similar(
              rows.size() + 1,
              loaded.itemIds().id(found.item()),
              titles.of(found.item()),
              found.score()));
    }
    return new Result(
        loaded.itemIds().id(item), titles.of(item), metric.name().toLowerCase(Locale.ROOT), rows);
  }

  private static void print(Result result, PrintWriter out) {
    out.println(
        "most like item "
            + Messages.oneLine(result.item())
            + (result.title() == null ? "" : ", " + Messages.oneLine(result.title()))
            + ", by "
            + result.metric()
            + ":");
    out.printf(Locale.ROOT, "%4s %10s %8s  %s%n", "rank", "similarity", "item", "title");
    for (Similar row : result.similar()) {
      out.printf(
          Locale.ROOT,
          "%4d %10.4f %8s  %s%n",
          row.rank(),
          row.similarity(),
          Messages.oneLine(row.item()),
          row.title() == null ? "" : Messages.oneLine(row.title()));
    }
  }
}
