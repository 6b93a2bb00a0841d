package io.gravmf.objective;

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

    /**
     * @throws IllegalArgumentException if {@code steps} is less than 1
     */
    public ConjugateGradients {
      if (steps < 1) {
        throw new IllegalArgumentException("steps is " + steps + ", expected 1 or more");
      }
    }

    @Override
    public String name() {
      return "als-cg";
    }
  }
}
