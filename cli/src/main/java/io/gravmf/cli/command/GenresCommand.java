package io.gravmf.cli.command;

import io.gravmf.cli.console.Messages;
import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.cli.output.Json;
import io.gravmf.data.DenseIds;
import io.gravmf.data.IdMap;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.RepresentativeGenres;
import io.gravmf.data.items.RepresentativeGenres.Rule;
import io.gravmf.data.synthetic.EmbeddedSample;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "genres",
    mixinStandardHelpOptions = true,
    description = "Counts items by their representative genre.",
    footer = {"", "Example: gravmf genres --items ml-100k/u.item --genres ml-100k/u.genre"})
public final class GenresCommand implements Callable<Integer> {

  private static final int SHOWN_IDS = 10;

  @Spec private CommandSpec spec;

  @Mixin private ItemsOptions options;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = {
        "Which of several genres represents an item: notebook, as NumPy's argsort breaks ties,",
        "or last, the last that is set; default: notebook."
      })
  private Rule rule = Rule.NOTEBOOK;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** A row of the table. */
  private record Count(int genre, String name, int count) {}

  /** The JSON form. */
  private record Result(
      int items,
      String rule,
      List<Count> genres,
      int itemsWithSeveral,
      int itemsWithout,
      List<String> idsWithout) {}

  @Override
  public Integer call() {
    options.requireConsistent(spec);
    PrintWriter out = spec.commandLine().getOut();
    IdMap ids;
    Items items;
    if (options.areGiven()) {
      ids = options.readIds();
      items = options.read(ids);
    } else {
      spec.commandLine().getErr().println("no --items, so these are the embedded sample's");
      items = EmbeddedSample.load().items();
      ids = new DenseIds(items.size());
    }
    Result result = count(items, ids);
    if (json) {
      out.println(Json.of(result));
    } else {
      print(result, out);
    }
    return 0;
  }

  private Result count(Items items, IdMap ids) {
    RepresentativeGenres chosen = RepresentativeGenres.of(items, rule);
    int[] counts = chosen.counts();
    List<Count> rows = new ArrayList<>();
    for (int genre = 0; genre < counts.length; genre++) {
      rows.add(new Count(genre, items.genres().names().get(genre), counts[genre]));
    }
    List<String> without = Arrays.stream(chosen.rowsWithout()).mapToObj(ids::id).toList();
    return new Result(
        items.size(),
        rule.name().toLowerCase(Locale.ROOT),
        rows,
        chosen.rowsWithSeveral(),
        without.size(),
        without);
  }

  private static void print(Result result, PrintWriter out) {
    out.printf(Locale.ROOT, "%5s  %-16s %7s%n", "genre", "name", "items");
    for (Count row : result.genres()) {
      out.printf(
          Locale.ROOT, "%5d  %-16s %7d%n", row.genre(), Messages.oneLine(row.name()), row.count());
    }
    out.printf(
        Locale.ROOT,
        "%d items; %d have several genres, of which the rule '%s' chose; %d have none%s%n",
        result.items(),
        result.itemsWithSeveral(),
        result.rule(),
        result.itemsWithout(),
        shown(result.idsWithout()));
  }

  private static String shown(List<String> ids) {
    if (ids.isEmpty()) {
      return "";
    }
    String first =
        ids.stream().limit(SHOWN_IDS).map(Messages::oneLine).collect(Collectors.joining(", "));
    return ": " + first + (ids.size() > SHOWN_IDS ? ", ..." : "");
  }
}
