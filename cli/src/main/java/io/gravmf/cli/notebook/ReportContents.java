package io.gravmf.cli.notebook;

import io.gravmf.cli.report.Fit;
import io.gravmf.cli.report.RatingProfile;
import io.gravmf.cli.report.Report;
import io.gravmf.cli.report.Report.Check;
import io.gravmf.cli.report.Report.Fact;
import io.gravmf.cli.report.Report.Facts;
import io.gravmf.cli.report.Report.Highlight;
import io.gravmf.cli.report.ReportFiles;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.evaluate.SanityChecks;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import io.gravmf.model.RecipeSettings;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * Puts the results of a report's steps into words and figures.
 *
 * @param run what the report is of, and how it was asked for
 * @param profile its ratings
 * @param split how they were divided
 * @param trained the model
 * @param objective what was minimised
 * @param timings how long each step took
 * @param placed the map
 */
public record ReportContents(
    ReportRun run,
    RatingProfile profile,
    Split split,
    ReportSource.Trained trained,
    String objective,
    List<Fact> timings,
    MovieMaps.Placed placed) {

  /** Puts the report together. */
  public Report report(Report.GenreCounts genres, SanityChecks checks) {
    List<Fit> fits = new ArrayList<>();
    fits.add(Fit.of("training", trained.model(), split.train()));
    if (split.validation().size() > 0) {
      fits.add(Fit.of("validation", trained.model(), split.validation()));
    }
    List<Check> checked = checks(checks);
    return new Report(
        run.title(),
        subtitle(),
        run.made(),
        run.command(),
        highlights(fits, checked),
        profile.distributions(),
        trained.history(),
        genres,
        placed.map(),
        new Report.Predictions(predictionsNote(fits), fits),
        checked,
        List.of(
            new Facts("Data", data()),
            new Facts("Training", training()),
            new Facts("Settings", run.settings()),
            new Facts("Machine and versions", machine()),
            new Facts("Time of each step", timings)));
  }

  private String subtitle() {
    return "A matrix factorisation with a gravity term, trained to predict ratings: "
        + objective
        + ".";
  }

  private List<Highlight> highlights(List<Fit> fits, List<Check> checked) {
    List<Highlight> highlights = new ArrayList<>();
    highlights.add(
        new Highlight(
            "Ratings",
            count(split.train().size() + split.validation().size()),
            count(split.train().userCount())
                + " users, "
                + count(split.train().itemCount())
                + " movies"));
    for (Fit fit : fits) {
      highlights.add(
          new Highlight(
              "RMSE, " + fit.name(),
              decimal(fit.rmse()),
              decimal(fit.meanRmse()) + " for the mean alone"));
    }
    highlights.add(
        new Highlight(
            "t-SNE’s KL divergence",
            decimal(placed.klDivergence()),
            placed.iterations() + " iterations"));
    long passed = checked.stream().filter(Check::passed).count();
    highlights.add(new Highlight("Sanity checks", passed + " of " + checked.size(), "passed"));
    return highlights;
  }

  private static String predictionsNote(List<Fit> fits) {
    String boxes = " Boxes are quartiles and the median, whiskers reach from 5 % to 95 %.";
    return (fits.size() == 1
            ? "No ratings were held out, so nothing here tells how well unseen ratings are predicted."
            : "Validation ratings were held out of training.")
        + boxes;
  }

  private static List<Check> checks(SanityChecks checks) {
    return List.of(
        new Check(
            "Training ratings are the file’s",
            ReportText.of(checks.entries()),
            checks.entries().passed()),
        new Check(
            "Close predictions are close in the file’s units",
            ReportText.of(checks.close()),
            checks.close().passed()));
  }

  private List<Fact> data() {
    List<Fact> facts = new ArrayList<>(run.files());
    int ratings = split.train().size() + split.validation().size();
    int users = split.train().userCount();
    int items = split.train().itemCount();
    DoubleSummaryStatistics values = new DoubleSummaryStatistics();
    for (Ratings part : List.of(split.train(), split.validation())) {
      for (float value : part.values()) {
        values.accept(value);
      }
    }
    facts.add(new Fact("ratings", count(ratings)));
    facts.add(new Fact("users and movies", count(users) + " and " + count(items)));
    double known = 100.0 * ratings / users / items;
    facts.add(new Fact("pairs that are rated", String.format(Locale.ROOT, "%.2f %%", known)));
    facts.add(
        new Fact(
            "ratings’ values",
            String.format(
                Locale.ROOT,
                "%s to %s, mean %.2f",
                values.getMin(),
                values.getMax(),
                values.getAverage())));
    facts.add(new Fact("split", trained.model().provenance().split()));
    facts.add(new Fact("trained on", count(split.train().size())));
    facts.add(new Fact("held out", count(split.validation().size())));
    return facts;
  }

  private List<Fact> training() {
    Model model = trained.model();
    Provenance provenance = model.provenance();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("loss", objective));
    facts.add(new Fact("factors", "d = " + model.dim()));
    facts.add(new Fact(provenance.optimizer().unit() + "s", count(provenance.epochs())));
    RecipeSettings.of(provenance.objective(), provenance.optimizer())
        .forEach((name, value) -> facts.add(new Fact(name, value.toString())));
    facts.add(new Fact("seed", provenance.seed() + ", " + provenance.generator()));
    facts.add(new Fact("training mean", decimal(model.mean())));
    facts.add(new Fact("final training loss", decimal(provenance.trainLoss().total())));
    facts.add(
        new Fact(
            "final validation loss",
            provenance
                .validationLoss()
                .map(loss -> decimal(loss.total()))
                .orElse("no ratings held out")));
    facts.add(new Fact("trained", trained.origin()));
    return facts;
  }

  private List<Fact> machine() {
    return List.of(
        new Fact("device", trained.device()),
        new Fact("processors", String.valueOf(Runtime.getRuntime().availableProcessors())),
        new Fact("system", System.getProperty("os.name") + " on " + System.getProperty("os.arch")),
        new Fact("Java", Runtime.version() + ", " + System.getProperty("java.vm.name")),
        new Fact("gravmf", Provenance.softwareVersion()),
        new Fact("model written by gravmf", trained.model().provenance().version()),
        new Fact("plotly.js", ReportFiles.plotlyVersion()));
  }

  private static String count(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
