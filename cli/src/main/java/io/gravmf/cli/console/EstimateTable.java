package io.gravmf.cli.console;

import io.gravmf.crossvalidate.Estimate;
import io.gravmf.crossvalidate.FoldResult;
import io.gravmf.evaluate.Figure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is seen of a cross-validation: a line a fold, and at the end each figure's mean. */
public final class EstimateTable {

  private final PrintWriter to;

  /** Takes where to print. */
  public EstimateTable(PrintWriter to) {
    this.to = to;
  }

  /** Prints a fold as it is done. */
  public void fold(FoldResult fold, int folds) {
    to.printf(
        Locale.ROOT,
        "fold %d of %d: %d train, %d test; %s; trained in %.2f s%n",
        fold.number() + 1,
        folds,
        fold.trainRatings(),
        fold.testRatings(),
        fold.figures().stream()
            .map(figure -> figure.name() + " " + number(figure.value()))
            .collect(Collectors.joining(", ")),
        fold.seconds());
    to.flush();
  }

  /** Prints the means over all folds. */
  public void print(List<FoldResult> results) {
    if (results.get(0).figures().stream().map(Figure::name).noneMatch("rmse"::equals)) {
      to.println("no RMSE: a model of implicit feedback predicts no ratings");
    }
    to.println("    mean  se folds  se users");
    Estimate.ofModel(results).forEach(figure -> line(figure, figure.name(), figure.definition()));
    for (Map.Entry<String, List<Estimate>> baseline : Estimate.ofBaselines(results).entrySet()) {
      to.println("baseline: " + baseline.getKey());
      baseline.getValue().forEach(figure -> line(figure, figure.name(), null));
    }
    int ranked = results.stream().mapToInt(FoldResult::rankedUsers).sum();
    if (ranked > 0) {
      int without = results.stream().mapToInt(FoldResult::usersWithout).sum();
      to.println(
          "lists of "
              + ranked
              + " users, all folds together; "
              + without
              + " have nothing relevant held out and are left out");
    }
  }

  private void line(Estimate figure, String name, String definition) {
    to.printf(
        Locale.ROOT,
        "%8s  %8s  %8s  %s%s%n",
        number(figure.mean().value()),
        number(figure.mean().standardError()),
        number(figure.usersError()),
        name,
        definition == null ? "" : " (" + definition + ")");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.5f", value);
  }
}
