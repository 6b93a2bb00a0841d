package io.gravmf.cli.training;

import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.train.EpochReport;
import io.gravmf.train.TrainingResult;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;

/** Says at the end what came of training. */
public final class TrainingSummary {

  private TrainingSummary() {}

  /** Prints the lines. */
  public static void print(
      Split split, TrainingResult result, int firstEpoch, double seconds, PrintWriter log) {
    EpochReport last = result.history().get(result.history().size() - 1);
    int run = last.epoch() + 1 - firstEpoch;
    String how =
        switch (result.stopReason()) {
          case COMPLETED -> "trained";
          case CANCELLED -> "interrupted: trained";
          case EARLY_STOPPED -> "stopped early: trained";
        };
    log.printf(
        Locale.ROOT,
        "%s %d epochs in %.2f s, %.3f ms each%n",
        how,
        run,
        seconds,
        1e3 * seconds / run);
    result
        .deviceTime()
        .ifPresent(
            time ->
                log.printf(
                    Locale.ROOT,
                    "the device spent %.3f s on them, %.4f ms each (%s)%n",
                    time.seconds(),
                    1e3 * time.seconds() / run,
                    time.path()));
    Ratings validation = split.validation();
    if (validation.size() == 0) {
      log.println("no ratings were held out, so there is no validation RMSE");
      return;
    }
    double model = Math.sqrt(result.model().provenance().validationLoss().mse());
    double mean = meanRmse(validation, result.model().mean());
    log.printf(
        Locale.ROOT,
        "validation RMSE %.4f, %.1f %% %s than %.4f, the RMSE of the mean for all%n",
        model,
        100 * Math.abs(1 - model / mean),
        model < mean ? "better" : "worse",
        mean);
    EpochReport best =
        result.history().stream()
            .min(Comparator.comparingDouble(report -> report.validation().mse()))
            .orElse(last);
    double bestRmse = Math.sqrt(best.validation().mse());
    if (bestRmse < model) {
      log.printf(
          Locale.ROOT,
          "overfitted since: the lowest reported was %.4f, after epoch %d (see --early-stop)%n",
          bestRmse,
          best.epoch());
    }
  }

  private static double meanRmse(Ratings ratings, double mean) {
    double sum = 0;
    for (float rating : ratings.values()) {
      sum += (rating - mean) * (rating - mean);
    }
    return Math.sqrt(sum / ratings.size());
  }
}
