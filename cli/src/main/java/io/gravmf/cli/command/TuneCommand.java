package io.gravmf.cli.command;

import io.gravmf.backend.Backend;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.cli.option.Invocation;
import io.gravmf.cli.option.SearchObjective;
import io.gravmf.cli.option.SearchOptions;
import io.gravmf.cli.option.TrialOptions;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.Json;
import io.gravmf.cli.report.SearchPicture;
import io.gravmf.cli.training.AtOnceOption;
import io.gravmf.cli.training.SideBySide;
import io.gravmf.cli.training.TrainingInput;
import io.gravmf.cli.training.TrialRuns;
import io.gravmf.crossvalidate.Fold;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.SplitFingerprint;
import io.gravmf.data.Splits;
import io.gravmf.evaluate.Figure;
import io.gravmf.format.AtomicFile;
import io.gravmf.search.Finals;
import io.gravmf.search.Outcome;
import io.gravmf.search.SearchCsv;
import io.gravmf.search.SearchSpace;
import io.gravmf.search.SpaceReader;
import io.gravmf.search.SuccessiveHalving;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Searches for the settings that predict or recommend best.",
      "Settings are drawn at random from ranges; successive halving gives the better ones more "
          + "epochs. What train would hold out (--split, --seed, ...) is set aside and never seen "
          + "by the search: trials learn from nine tenths of the rest and are compared by the last "
          + "tenth; the best eighteen once more by other tenths. At the end the best is tested on "
          + "what was set aside, and the command line that trains it is printed."
    },
    footer = {
      "",
      "Example: gravmf tune --ratings ml-100k/u.data --objective ndcg@10 --budget 5m --out tune.csv"
    })
public final class TuneCommand implements Callable<Integer> {

  /**
   * What trials learn from, of what may be learned from: so much that what suits them suits those
   * who learn from all of it. Where it was 0.8, settings that recommended better to trials
   * recommended worse when trained on all (docs/accuracy.md).
   */
  private static final double INNER = 0.9;

  private static final long WRITTEN_EVERY_NANOS = 1_000_000_000;

  /** Which part of the budget the search has, before its finals. */
  private static final double SEARCH = 0.9;

  private static final int DIVISIONS = 4;

  @Spec private CommandSpec spec;

  @Mixin private TrainingInput input;

  @Mixin private SearchOptions search;

  @Mixin private DeviceOptions device;

  @Mixin private AtOnceOption atOnce;

  @Option(names = "--json", description = "Print the result as JSON, the rest as errors are.")
  private boolean json;

  /** The JSON form. */
  private record Result(
      String objective, double score, Map<String, Double> test, int runs, String command) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    SearchObjective objective = search.objective();
    String source = search.space() == null ? "the built-in ranges" : search.space().toString();
    if (search.printsSpace()) {
      out.print(SpaceReader.wide(objective.isRanking()));
      out.flush();
      return 0;
    }
    requireUsable();
    SearchSpace space =
        search.space() == null
            ? SpaceReader.parse(source, SpaceReader.wide(objective.isRanking()))
            : SpaceReader.read(search.space());
    TrialOptions options = new TrialOptions(space, source, input.seed());
    PrintWriter log = json ? spec.commandLine().getErr() : out;
    try (SideBySide runs = atOnce.choose(device, search.trials())) {
      return search(space, options, runs, log);
    }
  }

  private int search(SearchSpace space, TrialOptions options, SideBySide runs, PrintWriter log) {
    SearchObjective objective = search.objective();
    Split split = input.split(input.seed(), log);
    Split inner = Splits.random(split.train(), INNER, input.seed());
    TrialRuns trials =
        new TrialRuns(space, options, objective, new Fold(inner), runs.backend(), input.seed());
    long began = System.nanoTime();
    SearchCsv csv =
        search.out() == null
            ? null
            : new SearchCsv(search.out(), identity(split, inner), space, input.seed());
    List<Outcome> known = search.isResumed() ? csv.read() : List.of();
    if (runs.areTogether()) {
      trials.largest(search.trials(), inner.train()).forEach(config -> runs.fit(inner, config));
    }
    log.println(
        "searching on "
            + DeviceOptions.described(runs.choice())
            + ", "
            + runs.atOnce()
            + " at once"
            + runs.way());
    log.flush();
    List<Outcome> outcomes = new ArrayList<>();
    SuccessiveHalving halving =
        new SuccessiveHalving(trials, runs.atOnce(), after(began, SEARCH), known);
    boolean complete = run(halving, trials, outcomes, csv, log);
    Outcome found =
        SuccessiveHalving.best(outcomes)
            .orElseThrow(() -> new InvalidInputException(nothingFound(trials, outcomes)));
    Finals.Standing best =
        new Finals(divisions(trials, split.train(), runs.backend()), runs.atOnce(), after(began, 1))
            .run(outcomes)
            .orElse(new Finals.Standing(found.trial(), found.score(), 1));
    trials.failures().ifPresent(log::println);
    draw(outcomes, objective, log);
    if (!complete) {
      log.println(
          "the budget is used up after "
              + outcomes.size()
              + " runs"
              + (csv == null ? "" : "; --resume goes on"));
    }
    boolean whole = found.rung() == SuccessiveHalving.RUNGS - 1;
    print(best, whole, outcomes.size(), trials, split, runs.choice().backend(), log);
    return 0;
  }

  private BooleanSupplier after(long began, double share) {
    return () -> (System.nanoTime() - began) * 1e-9 > search.budget() * share;
  }

  private List<IntToDoubleFunction> divisions(TrialRuns trials, Ratings learned, Backend backend) {
    List<IntToDoubleFunction> divisions = new ArrayList<>();
    for (int k = 1; k <= DIVISIONS; k++) {
      Fold fold = new Fold(Splits.random(learned, INNER, input.seed() + k));
      divisions.add(trial -> trials.score(trial, fold, backend));
    }
    return divisions;
  }

  private static String nothingFound(TrialRuns trials, List<Outcome> outcomes) {
    String none = "no trial has a score, so there is no best one";
    return outcomes.isEmpty()
        ? none + "; the budget was over before any began"
        : trials.failures().map(reason -> none + "; " + reason).orElse(none);
  }

  private void requireUsable() {
    input.requireConsistent(spec);
    if (input.hasInitialFactors()) {
      throw new ParameterException(
          spec.commandLine(), "--init-user and --init-item have one d, trials have many");
    }
    if (search.isResumed() && search.out() == null) {
      throw new ParameterException(spec.commandLine(), "--resume needs --out");
    }
    boolean through = search.out() != null && AtomicFile.isWrittenThrough(search.out());
    if (search.isResumed() && through) {
      throw new InvalidInputException(
          "--resume goes on with a file, " + search.out() + " is a stream that cannot be read");
    }
    if (!search.isResumed()
        && search.out() != null
        && !through
        && Files.isRegularFile(search.out())) {
      throw new InvalidInputException(
          "--out: " + search.out() + " exists; --resume goes on with it, another name begins anew");
    }
    search.trials();
    Destination.requireFile("--out", search.out());
    Destination.requireFile("--picture", search.picture());
  }

  /** What outcomes depend on beside the ranges and the seed. */
  private String identity(Split split, Split inner) {
    return "gravmf tune, "
        + search.objective().name()
        + ", "
        + split.description()
        + ", "
        + SplitFingerprint.of(split)
        + ", trials by "
        + SplitFingerprint.of(inner);
  }

  private boolean run(
      SuccessiveHalving halving,
      TrialRuns trials,
      List<Outcome> outcomes,
      SearchCsv csv,
      PrintWriter log) {
    long[] written = {System.nanoTime()};
    // What a stream has been given cannot be replaced: it gets the whole at the end.
    boolean replaced = csv != null && !AtomicFile.isWrittenThrough(search.out());
    boolean complete =
        halving.run(
            search.trials(),
            outcome -> {
              announce(outcome, outcomes, trials, log);
              outcomes.add(outcome);
              if (replaced && System.nanoTime() - written[0] > WRITTEN_EVERY_NANOS) {
                csv.write(outcomes);
                written[0] = System.nanoTime();
              }
            });
    if (csv != null) {
      csv.write(outcomes);
    }
    return complete;
  }

  private void announce(Outcome outcome, List<Outcome> before, TrialRuns trials, PrintWriter log) {
    boolean full = outcome.rung() == SuccessiveHalving.RUNGS - 1;
    boolean better =
        before.stream()
            .filter(other -> other.rung() == outcome.rung())
            .allMatch(other -> !(other.score() <= outcome.score()));
    if (full && better && !Double.isNaN(outcome.score())) {
      log.printf(
          Locale.ROOT,
          "trial %d: %s %.5f with %s%n",
          outcome.trial(),
          search.objective().name(),
          search.objective().signed(outcome.score()),
          String.join(" ", trials.arguments(outcome.trial())));
      log.flush();
    }
  }

  private void draw(List<Outcome> outcomes, SearchObjective objective, PrintWriter log) {
    if (search.picture() == null) {
      return;
    }
    List<SearchPicture.Score> scores =
        outcomes.stream()
            .map(
                outcome ->
                    new SearchPicture.Score(
                        objective.signed(outcome.score()),
                        outcome.rung() == SuccessiveHalving.RUNGS - 1))
            .toList();
    System.setProperty("java.awt.headless", "true");
    if (!SearchPicture.write(search.picture(), objective.name(), scores, objective.isRanking())) {
      log.println(
          "no PNG: Java finds no fonts to draw with (Debian: apt-get install fonts-dejavu-core)");
    }
  }

  private void print(
      Finals.Standing best,
      boolean whole,
      int runs,
      TrialRuns trials,
      Split split,
      Backend backend,
      PrintWriter log) {
    String name = search.objective().name();
    double score = search.objective().signed(best.score());
    Map<String, Double> test = new LinkedHashMap<>();
    if (split.validation().size() > 0) {
      for (Figure figure : trials.test(best.trial(), new Fold(split), backend)) {
        test.put(figure.name(), figure.value());
      }
    }
    String command = new Invocation(spec).again("train", "input", trials.arguments(best.trial()));
    if (json) {
      spec.commandLine().getOut().println(Json.of(new Result(name, score, test, runs, command)));
      return;
    }
    log.printf(
        Locale.ROOT,
        "best of %d runs: trial %d, %s %.5f%s%s%n",
        runs,
        best.trial(),
        name,
        score,
        best.divisions() == 1 ? "" : ", the mean of " + best.divisions() + " divisions",
        whole ? "" : ", with a part of its epochs");
    if (!test.isEmpty()) {
      log.println(
          "on what was set aside, trained on all the rest: "
              + test.entrySet().stream()
                  .map(f -> String.format(Locale.ROOT, "%s %.5f", f.getKey(), f.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    log.println(command);
  }
}
