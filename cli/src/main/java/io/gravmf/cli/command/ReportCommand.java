package io.gravmf.cli.command;

import io.gravmf.cli.console.SideFiles;
import io.gravmf.cli.notebook.ModelSource;
import io.gravmf.cli.notebook.MovieGenres;
import io.gravmf.cli.notebook.MovieMaps;
import io.gravmf.cli.notebook.ReportContents;
import io.gravmf.cli.notebook.ReportRun;
import io.gravmf.cli.notebook.ReportSource;
import io.gravmf.cli.notebook.ReportText;
import io.gravmf.cli.notebook.StepLog;
import io.gravmf.cli.notebook.TrainingSource;
import io.gravmf.cli.option.CsvOptions;
import io.gravmf.cli.option.DeviceOptions;
import io.gravmf.cli.option.Invocation;
import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.cli.option.TrainingOptions;
import io.gravmf.cli.output.Destination;
import io.gravmf.cli.output.ProjectorExport;
import io.gravmf.cli.report.Genre;
import io.gravmf.cli.report.RatingProfile;
import io.gravmf.cli.report.Report;
import io.gravmf.cli.report.ReportFiles;
import io.gravmf.cli.training.RecordedSplit;
import io.gravmf.cli.training.TrainingInput;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.RepresentativeGenres.Rule;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.evaluate.SanityChecks;
import io.gravmf.format.ProjectorFiles;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the notebook's eight steps and writes a page to look at, report.html, "
          + "which needs nothing else to be opened; beside it PNGs of its plots, tsne.csv, "
          + "history.csv and the model.",
      "Without --ratings it takes the embedded sample. With --model nothing is "
          + "trained. Ctrl-C stops training; the report is of what has been trained by then."
    },
    footer = {
      "",
      "Example: gravmf report --ratings ml-100k/u.data --items ml-100k/u.item --out report"
    })
public final class ReportCommand implements Callable<Integer> {

  private static final int STEPS = 8;
  private static final String MODEL = "model";
  private static final int KL_EVERY = 250;

  /** What says how to train beside the mixin of that name. */
  private static final List<String> OF_TRAINING =
      List.of(
          "--split",
          "--split-by",
          "--init-user",
          "--init-item",
          "--device",
          "--gravity",
          "--epoch-path");

  /** As for any output that cannot be written. */
  private static final int SIDE_FILE_FAILED = 2;

  @Spec private CommandSpec spec;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Mixin private TrainingInput input;

  @Mixin private ItemsOptions itemsOptions;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Report on this model and train none; the ratings are those it was trained on.")
  private Path model;

  @Option(
      names = "--genres-shown",
      split = ",",
      paramLabel = "G",
      description = "Genres to show at first, by index or name; default: the two most frequent.")
  private List<String> genresShown = List.of();

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "Which of several genres represents a movie: notebook or last (see genres).")
  private Rule rule = Rule.NOTEBOOK;

  @Option(
      names = "--movies",
      paramLabel = "N",
      description = "Place the N most rated movies by t-SNE at most; default: 20000.")
  private int mostMovies = 20_000;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "The page's title; default: the name of the ratings' file.")
  private String title;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Write TensorBoard events and the factors for its projector there.")
  private Path tensorBoard;

  @Mixin private TrainingOptions training;

  @Mixin private DeviceOptions device;

  @Mixin private CsvOptions csvOptions;

  @Option(names = "--quiet", description = "Print nothing but errors.")
  private boolean quiet;

  @Override
  public Integer call() {
    requireUsable();
    // Pictures are drawn in memory; without this some systems would show an application for it.
    System.setProperty("java.awt.headless", "true");
    PrintWriter console = spec.commandLine().getOut();
    PrintWriter log = quiet ? new PrintWriter(Writer.nullWriter()) : console;
    SideFiles sideFiles = new SideFiles(spec.commandLine().getErr()::println);
    try (ReportSource source = source(sideFiles)) {
      write(source, sideFiles, log);
    }
    return sideFiles.hasFailed() ? SIDE_FILE_FAILED : 0;
  }

  private ReportSource source(SideFiles sideFiles) {
    return model != null
        ? new ModelSource(model, input.recorded())
        : new TrainingSource(input, training, device.choose(), quiet, tensorBoard, sideFiles);
  }

  private void write(ReportSource source, SideFiles sideFiles, PrintWriter log) {
    StepLog steps = new StepLog(STEPS, log);
    ReportRun run = run();
    RatingProfile profile =
        steps.step("describe", () -> new RatingProfile(source.read(log)), RatingProfile::summary);
    // Read now, used later: what is wrong with these should show before hours of training.
    MovieGenres genres = genres(profile.itemIds());
    List<Genre> styled = genres.styled(genresShown);
    RecordedSplit.Restored data =
        steps.step("split", source::split, restored -> ReportText.of(restored.split()));
    if (model == null) {
      training.requireFits(data.split());
    }
    SanityChecks.Entries entries =
        steps.step(
            "check",
            () -> SanityChecks.entries(data.split(), data.trainFile(), input.seed()),
            result -> ReportText.verdict(result.passed(), ReportText.of(result)));
    String objective = steps.step("loss", source::objective, text -> text);
    ReportSource.Trained trained =
        steps.step("train", () -> source.model(log), ReportSource.Trained::origin);
    // At once: whatever happens next, hours of training are not lost.
    Model titled = genres.withTitles(trained.model());
    ModelFiles.save(out.resolve(MODEL), titled);
    if (tensorBoard != null) {
      sideFiles.write(
          () -> new ProjectorExport(titled, profile, genres.names()).write(tensorBoard));
    }
    steps.step("genres", genres::summary, text -> text);
    MovieMaps.Placed placed =
        steps.step(
            "t-SNE",
            () ->
                new MovieMaps(trained.model(), profile, genres, mostMovies)
                    .place(placing(log), styled),
            ReportText::of);
    SanityChecks.Close close =
        steps.step(
            "sanity",
            () -> SanityChecks.close(trained.model(), data.split(), data.validationFile()),
            result -> ReportText.verdict(result.passed(), ReportText.of(result)));
    Report report =
        new ReportContents(run, profile, data.split(), trained, objective, steps.timings(), placed)
            .report(
                genres.areKnown() ? new Report.GenreCounts(genres.summary(), styled) : null,
                new SanityChecks(entries, close));
    if (!ReportFiles.write(out, report, csvOptions.isSafe())) {
      log.println(
          "no PNGs: Java finds no fonts to draw with (Debian: apt-get install fonts-dejavu-core)");
    }
    log.println("open " + out.resolve(ReportFiles.PAGE));
  }

  private ReportRun run() {
    Invocation invocation = new Invocation(spec);
    Set<OptionSpec> unused =
        model == null ? Set.of() : ofTraining().collect(Collectors.toUnmodifiableSet());
    return ReportRun.of(
        title(),
        ZonedDateTime.now(ZoneId.systemDefault()),
        invocation.line(),
        invocation.settings(option -> !unused.contains(option)),
        invocation.files());
  }

  private String title() {
    if (title != null) {
      return title;
    }
    return input.file() == null ? "The embedded sample" : input.file().getFileName().toString();
  }

  private MovieGenres genres(IdMap ids) {
    if (ids.size() < Tsne.LEAST_POINTS) {
      throw new InvalidInputException(
          "found "
              + ids.size()
              + " rated movies, expected at least "
              + Tsne.LEAST_POINTS
              + " to place");
    }
    Items items = null;
    if (itemsOptions.areGiven()) {
      items = itemsOptions.read(ids);
    } else if (input.file() == null) {
      items = EmbeddedSample.load().items();
    }
    return new MovieGenres(ids, items, rule);
  }

  private MovieMaps.Placing placing(PrintWriter log) {
    return new MovieMaps.Placing() {
      @Override
      public TsneConfig config(int dimensions) {
        return TsneConfig.builder()
            .components(dimensions)
            .seed(input.seed())
            .threads(device.threads())
            .build();
      }

      @Override
      public TsneListener listener(int dimensions) {
        return ReportCommand.listener(dimensions, log);
      }
    };
  }

  private static TsneListener listener(int dimensions, PrintWriter log) {
    return new TsneListener() {
      @Override
      public void onProgress(int iteration, double klDivergence, double gradientNorm) {
        if (iteration % KL_EVERY == 0) {
          log.printf(
              Locale.ROOT,
              "t-SNE in %d dimensions, iteration %d, KL %.4f%n",
              dimensions,
              iteration,
              klDivergence);
          log.flush();
        }
      }
    };
  }

  /** What says how to train, and so has no meaning for a model that exists. */
  private Stream<OptionSpec> ofTraining() {
    return Stream.concat(
        spec.mixins().get("training").options().stream(),
        OF_TRAINING.stream().map(spec::findOption));
  }

  /** Finds out before training what would otherwise lose its result, or be ignored. */
  private void requireUsable() {
    input.requireConsistent(spec);
    itemsOptions.requireConsistent(spec);
    if (itemsOptions.areGiven() && input.file() == null) {
      throw new ParameterException(spec.commandLine(), "--items needs --ratings");
    }
    if (model != null) {
      ofTraining()
          .filter(spec.commandLine().getParseResult()::hasMatchedOption)
          .forEach(
              option -> {
                throw new ParameterException(
                    spec.commandLine(),
                    option.longestName() + " and --model exclude each other: nothing is trained");
              });
    }
    if (mostMovies < Tsne.LEAST_POINTS) {
      throw new InvalidInputException(
          "--movies is " + mostMovies + ", expected " + Tsne.LEAST_POINTS + " or more");
    }
    Destination.requireFolder("--out", out, ReportFiles.PAGE);
    Destination.requireFolder("--tensorboard", tensorBoard, ProjectorFiles.CONFIG);
    Destination.requireFolder("--out", out.resolve(MODEL), ModelFiles.TENSORS, ModelFiles.JSON);
  }
}
