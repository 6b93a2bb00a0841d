package io.gravmf.cli.training;

import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingSession;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.model.Provenance;
import io.gravmf.train.TrainingResult;
import java.util.Locale;

/**
 * What came of training, for programs; what there is not is null.
 *
 * @param epochs epochs or sweeps run in all, with those of a run that was resumed
 * @param stopped why it ended: completed, cancelled or early_stopped
 * @param seconds how long training took
 * @param device what it was trained on
 * @param trainRatings ratings trained on
 * @param validationRatings ratings held out
 * @param trainLoss the loss before the last update
 * @param validationLoss the loss after it
 * @param validationRmse its root, of explicit ratings
 * @param meanRmse that of predicting the mean of the training ratings for all
 * @param float64Rows rows of exact sweeps that float32 could not solve
 * @param primalRetries rows of exact sweeps solved again by a system of d unknowns, for accuracy
 * @param model where the model was written
 */
public record TrainingFigures(
    int epochs,
    String stopped,
    double seconds,
    String device,
    int trainRatings,
    int validationRatings,
    Terms trainLoss,
    Terms validationLoss,
    Double validationRmse,
    Double meanRmse,
    Long float64Rows,
    Long primalRetries,
    String model) {

  /** A loss and its terms. */
  public record Terms(double mse, double l2, double gravity, double total) {

    static Terms of(Loss loss) {
      return new Terms(loss.mse(), loss.l2(), loss.gravity(), loss.total());
    }
  }

  /** Takes the figures of a result. */
  public static TrainingFigures of(
      Split split, TrainingResult result, double seconds, String device, String model) {
    Provenance provenance = result.model().provenance();
    Ratings validation = split.validation();
    Terms held = provenance.validationLoss().map(Terms::of).orElse(null);
    boolean comparable = held != null && !TrainingSummary.isImplicit(provenance);
    return new TrainingFigures(
        provenance.epochs(),
        result.stopReason().name().toLowerCase(Locale.ROOT),
        seconds,
        device,
        split.train().size(),
        validation.size(),
        Terms.of(provenance.trainLoss()),
        held,
        comparable ? Math.sqrt(held.mse()) : null,
        comparable ? TrainingSummary.meanRmse(validation, result.model().mean()) : null,
        result.retries().map(TrainingSession.Retries::float64).orElse(null),
        result.retries().map(TrainingSession.Retries::primal).orElse(null),
        model);
  }
}
