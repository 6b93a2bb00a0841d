package io.gravmf.train;

import io.gravmf.backend.Hyperparameters;

/**
 * How to train; the defaults are the notebook's.
 *
 * @param dim d, the number of factors of each user and item
 * @param epochs how many full-batch epochs to run
 * @param hyperparameters constants of the objective and the optimiser
 * @param seed seed of the initial factors
 * @param reportEvery report epochs 0, k, 2k, … and the last
 * @param earlyStopPatience stop when this many reports in a row have not lowered the validation
 *     MSE, and keep the best factors; 0 never stops early
 * @param checkpointEvery offer a checkpoint every so many epochs; 0 never does
 */
public record TrainingConfig(
    int dim,
    int epochs,
    Hyperparameters hyperparameters,
    long seed,
    int reportEvery,
    int earlyStopPatience,
    int checkpointEvery) {

  /**
   * @throws IllegalArgumentException if a value is outside its range
   */
  public TrainingConfig {
    requireAtLeast(1, dim, "dim");
    requireAtLeast(1, epochs, "epochs");
    requireAtLeast(1, reportEvery, "reportEvery");
    requireAtLeast(0, earlyStopPatience, "earlyStopPatience");
    requireAtLeast(0, checkpointEvery, "checkpointEvery");
  }

  private static void requireAtLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + least + " or more");
    }
  }

  /** Returns a builder that holds the notebook's values. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the values that differ from the notebook's. */
  public static final class Builder {
    private int dim = 100;
    private int epochs = 20_000;
    private double learningRate = 0.1;
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-8;
    private double weightDecay = 0.01;
    private double lambdaR = 0.1;
    private double lambdaG = 0.1;
    private long seed = 1;
    private int reportEvery = 200;
    private int earlyStopPatience;
    private int checkpointEvery;

    private Builder() {}

    /** Sets d. */
    public Builder dim(int value) {
      dim = value;
      return this;
    }

    /** Sets how many epochs to run. */
    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    /** Sets AdamW's step size. */
    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    /** Sets the decay of the first moment. */
    public Builder beta1(double value) {
      beta1 = value;
      return this;
    }

    /** Sets the decay of the second moment. */
    public Builder beta2(double value) {
      beta2 = value;
      return this;
    }

    /** Sets the constant added to the root of the second moment. */
    public Builder epsilon(double value) {
      epsilon = value;
      return this;
    }

    /** Sets the decoupled weight decay. */
    public Builder weightDecay(double value) {
      weightDecay = value;
      return this;
    }

    /** Sets the weight of the L2 term. */
    public Builder lambdaR(double value) {
      lambdaR = value;
      return this;
    }

    /** Sets the weight of the gravity term. */
    public Builder lambdaG(double value) {
      lambdaG = value;
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

    /** Sets how often to offer a checkpoint; 0 never does. */
    public Builder checkpointEvery(int value) {
      checkpointEvery = value;
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
          new Hyperparameters(learningRate, beta1, beta2, epsilon, weightDecay, lambdaR, lambdaG),
          seed,
          reportEvery,
          earlyStopPatience,
          checkpointEvery);
    }
  }
}
