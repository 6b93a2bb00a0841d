package io.gravmf.model;

import io.gravmf.backend.Loss;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;

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
 * @param epochs number of epochs or sweeps run
 * @param objective what was minimised
 * @param optimizer by what
 * @param trainLoss the training loss before the last epoch's update, or after the last sweep
 * @param validationLoss the validation loss after it
 */
public record Provenance(
    String version,
    String backend,
    long seed,
    String generator,
    String split,
    int trainRatings,
    int validationRatings,
    int epochs,
    Objective objective,
    Optimizer optimizer,
    Loss trainLoss,
    Loss validationLoss) {

  /** Returns the version of this software, or {@code development} outside its jar. */
  public static String softwareVersion() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
