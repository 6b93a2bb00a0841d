package io.gravmf.objective;

import java.util.Objects;

/**
 * How an objective is minimised. AdamW takes epochs, the others sweeps; both are counted alike by
 * sessions, reports and checkpoints.
 */
public sealed interface Optimizer {

  /** Returns the name by which the command line knows it. */
  String name();

  /** Returns whether a step solves rows, one side after the other. */
  default boolean isSweep() {
    return !(this instanceof AdamW);
  }

  /** Returns what its steps are called: {@code epoch} or {@code sweep}. */
  default String unit() {
    return isSweep() ? "sweep" : "epoch";
  }

  /** Returns the number of its first step: the notebook counts epochs from 0, sweeps go from 1. */
  default int firstNumber() {
    return isSweep() ? 1 : 0;
  }

  /**
   * AdamW over all parameters at once (Loshchilov &amp; Hutter 2019, "Decoupled Weight Decay
   * Regularization", Algorithm 2, with PyTorch's conventions). A step is an epoch; its loss is the
   * one before its update.
   *
   * @param learningRate the step size; PyTorch's {@code lr}
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the bias-corrected second moment
   * @param weightDecay decoupled decay: each step first multiplies by {@code 1 - learningRate *
   *     weightDecay}
   */
  record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {

    /** The notebook's constants. */
    public static final AdamW NOTEBOOK = new AdamW(0.1, 0.9, 0.999, 1e-8, 0.01);

    /**
     * @throws IllegalArgumentException if a value is not finite or outside its range
     */
    public AdamW {
      Require.notNegative("learning rate", learningRate);
      Require.that(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
      Require.that(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
      Require.notNegative("epsilon", epsilon);
      Require.notNegative("weight decay", weightDecay);
    }

    /** Returns the same with another step size. */
    public AdamW withLearningRate(double value) {
      return new AdamW(value, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public String name() {
      return "adamw";
    }
  }

  /**
   * Alternating least squares: a sweep solves every user's row, the items being fixed, then every
   * item's row by the new users. Its loss is the one after it.
   */
  record LeastSquares() implements Optimizer {

    @Override
    public String name() {
      return "als";
    }
  }

  /**
   * The same by a few steps of conjugate gradients a row, from the row as it was (Takács, Pilászy
   * &amp; Tikk 2011, "Applications of the conjugate gradient method for implicit feedback
   * collaborative filtering").
   *
   * @param steps how many for each row
   */
  record ConjugateGradients(int steps) implements Optimizer {

    /** What most use. */
    public static final int DEFAULT_STEPS = 3;

    /** As many steps as unknowns would solve a system, and a few tens do but for rounding. */
    public static final int MOST_STEPS = 1000;

    /**
     * @throws IllegalArgumentException if {@code steps} is less than 1 or more than {@link
     *     #MOST_STEPS}
     */
    public ConjugateGradients {
      if (steps < 1 || steps > MOST_STEPS) {
        throw new IllegalArgumentException("steps is " + steps + ", expected 1 to " + MOST_STEPS);
      }
    }

    @Override
    public String name() {
      return "als-cg";
    }
  }

  /**
   * Bayesian matrix factorisation by Gibbs sampling (Salakhutdinov &amp; Mnih 2008): a sweep draws
   * every user's row, then every item's, from its distribution given the other side, {@code N(A⁻¹b,
   * A⁻¹)} with least squares' system, and before each side what its rows have in common. Penalties
   * are drawn as well, so the objective's have no part in it.
   *
   * @param sweeps how many are run in all
   * @param burnIn how many of them come before the first that counts
   * @param samples how many of the others a model keeps, evenly spread; of S samples a model has S
   *     d factors
   * @param indicators how many leading components of "which items did a user rate", and the other
   *     way round, are features of rows; 0: none
   * @param hyperpriors what is believed beforehand
   * @param seed of all draws
   */
  record Gibbs(
      int sweeps, int burnIn, int samples, int indicators, Hyperpriors hyperpriors, long seed)
      implements Optimizer {

    /**
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Gibbs {
      require(sweeps >= 1, "sweeps", sweeps, "1 or more");
      require(
          burnIn >= 0 && burnIn < sweeps,
          "burn-in",
          burnIn,
          "0 or more and less than the sweeps, " + sweeps);
      require(
          samples >= 1 && samples <= sweeps - burnIn,
          "samples",
          samples,
          "from 1 to the sweeps after burn-in, " + (sweeps - burnIn));
      require(indicators >= 0, "implicit-features", indicators, "0 or more");
      Objects.requireNonNull(hyperpriors, "hyperpriors");
    }

    private static void require(boolean holds, String name, int value, String expected) {
      if (!holds) {
        throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
      }
    }

    /**
     * Returns whether the draw of a sweep is kept.
     *
     * @param sweep counted from 1
     */
    public boolean keeps(int sweep) {
      return kept(sweep) > kept(sweep - 1);
    }

    /**
     * Returns how many draws are kept after so many sweeps.
     *
     * @param run how many sweeps have been run
     */
    public int kept(int run) {
      long counted = Math.max(0, Math.min(run, sweeps) - burnIn);
      return (int) (counted * samples / (sweeps - burnIn));
    }

    /**
     * Returns the same for fewer sweeps, of which a like share is burn-in.
     *
     * @param fewer how many, 1 or more
     */
    public Gibbs shortened(int fewer) {
      int burnt = (int) ((long) burnIn * fewer / sweeps);
      return new Gibbs(
          fewer, burnt, Math.min(samples, fewer - burnt), indicators, hyperpriors, seed);
    }

    @Override
    public String name() {
      return "gibbs";
    }
  }
}
