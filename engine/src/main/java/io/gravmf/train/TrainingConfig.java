package io.gravmf.train;

import io.gravmf.features.SideInformation;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Objects;

/**
 * How to train; the defaults are the notebook's.
 *
 * @param dim d, the number of factors of each user and item
 * @param epochs how many full-batch epochs to run, or sweeps where the optimiser takes sweeps
 * @param objective what to minimise
 * @param optimizer by what
 * @param initialDeviation standard deviation of the initial factors
 * @param seed seed of the initial factors
 * @param reportEvery k: epochs 0, k, 2k, … and the last are reported, or sweeps 1, k, 2k, … and the
 *     last
 * @param earlyStopPatience stop when this many reports in a row have not lowered the validation
 *     MSE, and keep the best factors; 0 never stops early
 * @param checkpointEvery offer a checkpoint every so many epochs; 0 never does
 * @param checkpointSeconds offer a checkpoint every so many seconds, after an epoch; 0 never does
 * @param information what is known of users and items beside ratings, which sampling takes into
 *     account
 */
public record TrainingConfig(
    int dim,
    int epochs,
    Objective objective,
    Optimizer optimizer,
    double initialDeviation,
    long seed,
    int reportEvery,
    int earlyStopPatience,
    int checkpointEvery,
    double checkpointSeconds,
    SideInformation information) {

  /**
   * @throws IllegalArgumentException if a value is outside its range, or a sampler's number of
   *     sweeps is another one
   */
  public TrainingConfig {
    requireAtLeast(1, dim, "dim");
    requireAtLeast(1, epochs, "epochs");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(optimizer, "optimizer");
    if (!(initialDeviation >= 0) || Double.isInfinite(initialDeviation)) {
      throw new IllegalArgumentException(
          "initialDeviation is " + initialDeviation + ", expected a finite number, 0 or more");
    }
    requireAtLeast(1, reportEvery, "reportEvery");
    requireAtLeast(0, earlyStopPatience, "earlyStopPatience");
    requireAtLeast(0, checkpointEvery, "checkpointEvery");
    if (!(checkpointSeconds >= 0)) {
      throw new IllegalArgumentException(
          "checkpointSeconds is " + checkpointSeconds + ", expected 0 or more");
    }
    Objects.requireNonNull(information, "information");
    if (optimizer instanceof Optimizer.Gibbs gibbs && gibbs.sweeps() != epochs) {
      throw new IllegalArgumentException(
          "epochs is " + epochs + ", expected the sampler's sweeps, " + gibbs.sweeps());
    }
  }

  private static void requireAtLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + least + " or more");
    }
  }

  /** Returns the same with another objective. */
  public TrainingConfig with(Objective other) {
    return toBuilder().objective(other).build();
  }

  /** Returns the same with what is known of users and items. */
  public TrainingConfig with(SideInformation known) {
    return toBuilder().information(known).build();
  }

  /**
   * Returns the same for runs that nobody watches and that decide by nothing they have not seen:
   * reports come of the last epoch alone (and of the first sweep), and training never stops early.
   */
  public TrainingConfig unattended() {
    return toBuilder()
        .reportEvery(epochs)
        .earlyStopPatience(0)
        .checkpointEvery(0)
        .checkpointSeconds(0)
        .build();
  }

  /**
   * Returns the same for a share of the epochs, at least one.
   *
   * @param share above 0 and at most 1
   */
  public TrainingConfig shortened(double share) {
    int fewer = Math.max(1, (int) Math.rint(share * epochs));
    return toBuilder()
        .epochs(fewer)
        .optimizer(optimizer instanceof Optimizer.Gibbs gibbs ? gibbs.shortened(fewer) : optimizer)
        .build();
  }

  private Builder toBuilder() {
    return builder()
        .dim(dim)
        .epochs(epochs)
        .objective(objective)
        .optimizer(optimizer)
        .initialDeviation(initialDeviation)
        .seed(seed)
        .reportEvery(reportEvery)
        .earlyStopPatience(earlyStopPatience)
        .checkpointEvery(checkpointEvery)
        .checkpointSeconds(checkpointSeconds)
        .information(information);
  }

  /** Returns a builder that holds the notebook's values. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the values that differ from the notebook's. */
  public static final class Builder {
    private int dim = 100;
    private int epochs = 20_000;
    private Objective objective = Objective.NOTEBOOK;
    private Optimizer optimizer = Optimizer.AdamW.NOTEBOOK;
    private double initialDeviation = 1;
    private long seed = 1;
    private int reportEvery = 200;
    private int earlyStopPatience;
    private int checkpointEvery;
    private double checkpointSeconds;
    private SideInformation information = SideInformation.NONE;

    private Builder() {}

    /** Sets d. */
    public Builder dim(int value) {
      dim = value;
      return this;
    }

    /** Sets how many epochs or sweeps to run. */
    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    /** Sets what to minimise. */
    public Builder objective(Objective value) {
      objective = value;
      return this;
    }

    /** Sets by what to minimise it. */
    public Builder optimizer(Optimizer value) {
      optimizer = value;
      return this;
    }

    /** Sets the standard deviation of the initial factors. */
    public Builder initialDeviation(double value) {
      initialDeviation = value;
      return this;
    }

    /** Sets the seed of the initial factors. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets how often to report. */
    public Builder reportEvery(int value) {
      reportEvery = value;
      return this;
    }

    /** Sets after how many reports without improvement to stop; 0 never stops early. */
    public Builder earlyStopPatience(int value) {
      earlyStopPatience = value;
      return this;
    }

    /** Sets every how many epochs to offer a checkpoint; 0 never does. */
    public Builder checkpointEvery(int value) {
      checkpointEvery = value;
      return this;
    }

    /** Sets every how many seconds to offer a checkpoint; 0 never does. */
    public Builder checkpointSeconds(double value) {
      checkpointSeconds = value;
      return this;
    }

    /** Sets what is known of users and items beside ratings. */
    public Builder information(SideInformation value) {
      information = value;
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException if a value is outside its range
     */
    public TrainingConfig build() {
      return new TrainingConfig(
          dim,
          epochs,
          objective,
          optimizer,
          initialDeviation,
          seed,
          reportEvery,
          earlyStopPatience,
          checkpointEvery,
          checkpointSeconds,
          information);
    }
  }
}
