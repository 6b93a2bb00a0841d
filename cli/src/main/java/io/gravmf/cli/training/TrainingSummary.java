package io.gravmf.cli.training;

import io.gravmf.backend.Loss;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Targets;
import io.gravmf.train.EpochReport;
import io.gravmf.train.TrainingResult;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Says at the end what came of training. */
public final class TrainingSummary {

  private TrainingSummary() {}

  /** Prints the lines. */
  public static void print(
      Split split, TrainingResult result, int firstEpoch, double seconds, PrintWriter log) {
    EpochReport last = result.history().get(result.history().size() - 1);
    Optimizer optimizer = result.model().provenance().optimizer();
    int run = last.epoch() + 1 - optimizer.firstNumber() - firstEpoch;
    String how =
        switch (result.stopReason()) {
          case COMPLETED -> "trained";
          case CANCELLED -> "interrupted: trained";
          case EARLY_STOPPED -> "stopped early: trained";
        };
    if (run <= 0) {
      log.println("the checkpoint is the end of its run: nothing was left to train");
    } else {
      log.printf(
          Locale.ROOT,
          "%s %d %ss in %.2f s, %.3f ms each%n",
          how,
          run,
          optimizer.unit(),
          seconds,
          1e3 * seconds / run);
    }
    result
        .deviceTime()
        .filter(time -> run > 0)
        .ifPresent(
            time ->
                log.printf(
                    Locale.ROOT,
                    "the device spent %.3f s on them, %.4f ms each (%s)%n",
                    time.seconds(),
                    1e3 * time.seconds() / run,
                    time.path()));
    result
        .retries()
        .filter(retries -> retries.float64() + retries.primal() > 0)
        .ifPresent(
            retries ->
                log.printf(
                    Locale.ROOT,
                    "rows solved again: %d in float64, which float32 could not, and %d short ones by"
                        + " the long way%n",
                    retries.float64(),
                    retries.primal()));
    Ratings validation = split.validation();
    if (validation.size() == 0) {
      log.println("no ratings were held out, so there is no validation RMSE");
      return;
    }
    if (isImplicit(result.model().provenance())) {
      log.printf(
          Locale.ROOT,
          "the mean square of what validation pairs lack to 1 is %.4f%n",
          result.model().provenance().validationLoss().orElseThrow().mse());
      return;
    }
    double model = rmse(result.model().provenance().validationLoss());
    double mean = meanRmse(validation, result.model().mean());
    log.printf(
        Locale.ROOT,
        "validation RMSE %.4f, %s %.4f, the RMSE of the mean for all%n",
        model,
        compared(model, mean),
        mean);
    EpochReport best =
        result.history().stream()
            .min(Comparator.comparingDouble(report -> rmse(report.validation())))
            .orElse(last);
    double bestRmse = rmse(best.validation());
    if (bestRmse < model) {
      log.printf(
          Locale.ROOT,
          "overfitted since: the lowest reported was %.4f, after %s %d (see --early-stop)%n",
          bestRmse,
          optimizer.unit(),
          best.epoch());
    }
  }

  private static double rmse(Optional<Loss> loss) {
    return Math.sqrt(loss.orElseThrow().mse());
  }

  /** Ratings that are all the mean leave nothing to be a percentage of. */
  private static String compared(double model, double mean) {
    return mean == 0
        ? "beside"
        : String.format(
            Locale.ROOT,
            "%.1f %% %s than",
            100 * Math.abs(1 - model / mean),
            model < mean ? "better" : "worse");
  }

  static boolean isImplicit(Provenance provenance) {
    return provenance.objective().targets() instanceof Targets.Implicit;
  }

  static double meanRmse(Ratings ratings, double mean) {
    double sum = 0;
    for (float rating : ratings.values()) {
      sum += (rating - mean) * (rating - mean);
    }
    return Math.sqrt(sum / ratings.size());
  }
}
