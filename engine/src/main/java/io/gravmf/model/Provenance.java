package io.gravmf.model;

import io.gravmf.backend.Loss;
import io.gravmf.data.SplitFingerprint;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Optional;

/**
 * How a model was trained: enough to train it again.
 *
 * @param version the version of gravmf
 * @param backend the backend's {@link io.gravmf.backend.Backend#name()}
 * @param seed seed of the split and of the initial factors
 * @param generator the named random number algorithm that the seed was given to
 * @param split how the ratings were split, in words that the {@code train} command understands
 * @param trainRatings number of ratings trained on
 * @param validationRatings number of ratings held out
 * @param fingerprint tells which ratings these were; empty in models of gravmf before 0.1.0
 * @param epochs number of epochs or sweeps run
 * @param objective what was minimised
 * @param optimizer by what
 * @param trainLoss the training loss before the last epoch's update, or after the last sweep
 * @param validationLoss the validation loss after it; empty where no ratings were held out
 */
public record Provenance(
    String version,
    String backend,
    long seed,
    String generator,
    String split,
    int trainRatings,
    int validationRatings,
    Optional<SplitFingerprint> fingerprint,
    int epochs,
    Objective objective,
    Optimizer optimizer,
    Loss trainLoss,
    Optional<Loss> validationLoss) {

  /** Returns the version of this software, or {@code development} outside its jar. */
  public static String softwareVersion() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
