package io.gravmf.cli.command;

import io.gravmf.cli.console.Messages;
import io.gravmf.cli.option.CsvOptions;
import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.cli.option.Threads;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.output.RecommendationsCsv;
import io.gravmf.cli.query.Queries;
import io.gravmf.cli.query.RecommendUsers;
import io.gravmf.cli.query.SampleModel;
import io.gravmf.cli.query.Titles;
import io.gravmf.data.InvalidInputException;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.model.Posterior;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.TopN;
import io.gravmf.model.TopNForAll;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "recommend",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the items that a model predicts users to rate highest.",
      "Users may be the model's, or new ones, whose factors are found from their "
          + "ratings while those of the items stay as they are."
    },
    footer = {"", "Example: gravmf recommend --model model --user 196 --items ml-100k/u.item"})
public final class RecommendCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model.")
  private Path model;

  @Mixin private RecommendUsers users;

  @Option(names = "-k", paramLabel = "K", description = "How many items for each; default: 10.")
  private int count = 10;

  @Option(
      names = "--explore",
      paramLabel = "N",
      description = {
        "Rank by the model's draw N, counted from 0, in place of their average, so that what",
        "may turn out well gets its chance: Thompson sampling. Behind the last comes the first."
      })
  private Integer explored;

  @Mixin private ItemsOptions items;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write CSV there: user, rank, item, title, rating.")
  private Path out;

  @Mixin private CsvOptions csvOptions;

  @Option(
      names = "--json",
      description = "Print JSON: an object for --user, a list of such for several users.")
  private boolean json;

  @Option(names = "--quiet", description = "Print nothing beside the recommendations.")
  private boolean quiet;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads; never changes a result; default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** A row of the list. */
  private record Recommendation(int rank, String item, String title, float rating) {}

  /** The JSON form; titles are null where they are not known. */
  private record Result(String user, int excluded, List<Recommendation> recommendations) {}

  @Override
  public Integer call() {
    requireUsable();
    Model loaded = explored == null ? ModelFiles.load(model) : draw(ModelFiles.load(model));
    SampleModel sample = new SampleModel(loaded);
    Titles titles = Titles.of(items, loaded, sample);
    Queries queries = users.queries(loaded, sample, spec, log());
    if (out == null && !users.areMany() && queries.size() == 1) {
      printOne(loaded, queries, titles);
      return 0;
    }
    if (json) {
      spec.commandLine().getOut().println(Json.of(all(loaded, queries, titles)));
      return 0;
    }
    long start = System.nanoTime();
    TopNForAll search =
        new TopNForAll(new TopN(loaded), queries.factors(), count, queries::excluded);
    RecommendationsCsv csv =
        new RecommendationsCsv(
            search, queries, loaded.itemIds(), titles, threads, csvOptions.isSafe());
    if (out == null) {
      csv.write(spec.commandLine().getOut());
      return 0;
    }
    csv.write(out);
    if (quiet) {
      return 0;
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d best items for each of %d users, found and written to %s in %.3f s%n",
            Math.min(count, loaded.itemIds().size()),
            queries.size(),
            out,
            (System.nanoTime() - start) * 1e-9);
    return 0;
  }

  private Model draw(Model loaded) {
    int draws = loaded.posterior().map(Posterior::draws).orElse(1);
    if (draws == 1) {
      throw new InvalidInputException(
          model
              + ": --explore needs a model of several draws, which train --optimizer gibbs makes");
    }
    return loaded.draw(Math.floorMod(explored, draws));
  }

  private PrintWriter log() {
    return quiet ? new PrintWriter(Writer.nullWriter()) : spec.commandLine().getErr();
  }

  private void requireUsable() {
    if (explored != null && explored < 0) {
      throw new InvalidInputException("--explore is " + explored + ", expected 0 or more");
    }
    items.requireConsistent(spec);
    users.requireConsistent(spec);
    if (json && out != null) {
      throw new ParameterException(spec.commandLine(), "--json and --out exclude each other");
    }
    Destination.requireFile("--out", out);
    requirePositive("-k", count);
    Threads.require(threads);
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new InvalidInputException(option + " is " + value + ", expected 1 or more");
    }
  }

  private void printOne(Model loaded, Queries queries, Titles titles) {
    Result result = all(loaded, queries, titles).get(0);
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      to.println(Json.of(result));
    } else {
      print(result, to);
    }
  }

  /** Finds the best of each user, in the users' order. */
  private List<Result> all(Model loaded, Queries queries, Titles titles) {
    List<Result> results = new ArrayList<>();
    new TopNForAll(new TopN(loaded), queries.factors(), count, queries::excluded)
        .forEach(
            threads,
            (query, best) ->
                results.add(
                    new Result(
                        queries.id(query),
                        queries.excluded(query).length,
                        rows(loaded, best, titles))));
    return results;
  }

  private static List<Recommendation> rows(Model loaded, List<ScoredItem> found, Titles titles) {
    List<Recommendation> rows = new ArrayList<>();
    for (ScoredItem best : found) {
      rows.add(
          new Recommendation(
              rows.size() + 1,
              loaded.itemIds().id(best.item()),
              titles.of(best.item()),
              best.score()));
    }
    return rows;
  }

  private static void print(Result result, PrintWriter to) {
    to.printf(
        Locale.ROOT,
        "user %s, %d rated items left out:%n",
        Messages.oneLine(result.user()),
        result.excluded());
    to.printf(Locale.ROOT, "%4s %8s %8s  %s%n", "rank", "rating", "item", "title");
    for (Recommendation row : result.recommendations()) {
      to.printf(
          Locale.ROOT,
          "%4d %8.4f %8s  %s%n",
          row.rank(),
          row.rating(),
          Messages.oneLine(row.item()),
          row.title() == null ? "" : Messages.oneLine(row.title()));
    }
  }
}
