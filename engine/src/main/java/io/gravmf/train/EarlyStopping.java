package io.gravmf.train;

import io.gravmf.backend.TrainingState;
import java.util.Optional;
import java.util.function.Supplier;

/** Remembers the best report, and how many since have not been better. */
final class EarlyStopping {

  private final int patience;
  private final int from;
  private Optional<RunState.Best> best;
  private int reportsSinceBest;

  /**
   * @param patience so many reports that are no better stop a run; 0 never does
   * @param from the first epoch or sweep whose report counts, as reports number them; what a
   *     sampler predicts before is no average yet
   */
  EarlyStopping(int patience, int from, RunState start) {
    this.patience = patience;
    this.from = from;
    best = patience > 0 ? start.best() : Optional.empty();
    reportsSinceBest = patience > 0 ? start.reportsSinceBest() : 0;
  }

  void add(EpochReport report, Supplier<TrainingState> state) {
    if (patience == 0 || report.epoch() < from) {
      return;
    }
    double mse = mse(report);
    if (mse < best.map(found -> mse(found.report())).orElse(Double.POSITIVE_INFINITY)) {
      best = Optional.of(new RunState.Best(report, state.get()));
      reportsSinceBest = 0;
    } else {
      reportsSinceBest++;
    }
  }

  private static double mse(EpochReport report) {
    return report.validation().orElseThrow().mse();
  }

  Optional<RunState.Best> best() {
    return best;
  }

  int reportsSinceBest() {
    return reportsSinceBest;
  }

  boolean isDue() {
    return patience > 0 && reportsSinceBest >= patience;
  }
}
