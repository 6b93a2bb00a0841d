package io.gravmf.checkpoint;

import io.gravmf.backend.TrainingState;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.EpochReport;
import io.gravmf.train.RunState;
import io.gravmf.train.TrainingConfig;
import java.util.List;
import java.util.Optional;

/**
 * Whether a stored run can be one of these ratings and settings: of their size, and with all that
 * such a run has gathered by its epoch.
 *
 * @param source named in messages
 */
record RunChecks(String source, RunState run, Split split, TrainingConfig config) {

  private static final String BEST_REPORT = "best_report";
  private static final String SINCE_BEST = "reports_since_best";

  /**
   * @throws InvalidInputException if it cannot
   */
  void require() {
    TrainingState state = run.state();
    requireNumber("user rows", state.users().factors().rows(), split.train().userCount());
    requireNumber("item rows", state.items().factors().rows(), split.train().itemCount());
    requireNumber("factors", state.dim(), config.dim());
    if (state.hasBiases() != config.objective().hasBiases()) {
      throw problem(state.hasBiases() ? "found biases, expected none" : "found no biases");
    }
    requireHistory();
    requireDraws(state);
    if (config.earlyStopPatience() > 0) {
      requireBest(config.optimizer() instanceof Optimizer.Gibbs gibbs ? gibbs.burnIn() + 1 : 0);
    }
  }

  private void requireHistory() {
    int before = -1;
    for (EpochReport report : run.history()) {
      if (report.epoch() <= before || report.epoch() > number(run.epoch())) {
        throw problem(
            "history: found a report of epoch "
                + report.epoch()
                + (before < 0 ? "" : " behind that of " + before)
                + ", expected rising numbers to "
                + number(run.epoch()));
      }
      before = report.epoch();
    }
  }

  /** Returns what reports call an epoch or sweep after which so many have been run. */
  private int number(int epochs) {
    return config.optimizer().firstNumber() + epochs - 1;
  }

  private void requireDraws(TrainingState state) {
    if (config.optimizer() instanceof Optimizer.Gibbs gibbs && state.chain().isPresent()) {
      requireNumber("draws", state.chain().get().draws(), gibbs.kept(state.epoch()));
    }
  }

  /** The history says which report was the best, so nothing about it has to be believed. */
  private void requireBest(int from) {
    List<EpochReport> counted =
        run.history().stream().filter(report -> report.epoch() >= from).toList();
    Optional<EpochReport> expected = Optional.empty();
    int since = 0;
    for (EpochReport report : counted) {
      if (expected.isEmpty() || mse(report) < mse(expected.get())) {
        expected = Optional.of(report);
        since = 0;
      } else {
        since++;
      }
    }
    Optional<EpochReport> found = run.best().map(RunState.Best::report);
    if (!found.equals(expected)) {
      throw problem(
          "found " + shown(found) + ", expected " + shown(expected) + " as in its history");
    }
    requireNumber(SINCE_BEST, run.reportsSinceBest(), since);
    if (run.best().isPresent()) {
      TrainingState best = run.best().get().state();
      if (number(best.epoch()) != found.orElseThrow().epoch()) {
        throw problem(
            "found best factors after "
                + best.epoch()
                + " "
                + config.optimizer().unit()
                + "s, expected those of "
                + shown(found));
      }
      requireDraws(best);
    }
  }

  private double mse(EpochReport report) {
    if (report.validation().isEmpty()) {
      throw problem(
          "history: found no validation of epoch "
              + report.epoch()
              + ", expected one with early stopping");
    }
    return report.validation().get().mse();
  }

  private static String shown(Optional<EpochReport> best) {
    return best.map(report -> BEST_REPORT + " of epoch " + report.epoch())
        .orElse("no " + BEST_REPORT);
  }

  private void requireNumber(String what, int found, int expected) {
    if (found != expected) {
      throw problem("found " + found + " " + what + ", expected " + expected);
    }
  }

  private InvalidInputException problem(String text) {
    return new InvalidInputException(source + ": " + text);
  }
}
