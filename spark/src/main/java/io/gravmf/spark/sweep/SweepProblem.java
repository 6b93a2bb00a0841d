package io.gravmf.spark.sweep;

import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.spark.block.Layout;
import java.io.Serializable;

/**
 * What is minimised over which ratings, as tasks are told: plain fields, which every serialiser can
 * write.
 */
public final class SweepProblem implements Serializable {

  private static final long serialVersionUID = 1;

  final int dim;
  final boolean biases;

  /** Steps of conjugate gradients; 0: exact. */
  final int steps;

  final double gravity;
  final double mean;
  final double ratings;
  final String kernels;

  /** {@link Gpus#CPU}, or the model of GPU that every task must have. */
  final String device;

  private final int firstSide;
  private final int[] rows;
  private final double[] lambda;
  private final double[] exponent;
  private final double[] biasLambda;
  private final double[] adamw;
  private final boolean implicit;
  private final double alpha;
  private final double unobserved;

  /**
   * Describes a problem.
   *
   * @param dim d
   * @param objective what is minimised
   * @param optimizer by what
   * @param mean what every prediction has in it
   * @param firstSide which side a sweep solves first, {@link Layout#USERS} as the engine does or
   *     {@link Layout#ITEMS} as MLlib does
   * @param kernels the full name of the inner loops
   * @param device the full name of what solves rows
   */
  public SweepProblem(
      int dim,
      Objective objective,
      Optimizer optimizer,
      double mean,
      Layout users,
      Layout items,
      int firstSide,
      String kernels,
      String device) {
    this.dim = dim;
    this.mean = mean;
    this.firstSide = firstSide;
    this.kernels = kernels;
    this.device = device;
    biases = objective.hasBiases();
    steps = optimizer instanceof Optimizer.ConjugateGradients by ? by.steps() : 0;
    gravity = objective.gravity();
    ratings = users.ratings();
    rows = new int[] {users.rows(), items.rows()};
    lambda = new double[] {objective.users().lambda(), objective.items().lambda()};
    exponent = new double[] {objective.users().exponent(), objective.items().exponent()};
    BiasPenalty penalty = objective.biases().orElse(new BiasPenalty(0, 0));
    biasLambda = new double[] {penalty.users(), penalty.items()};
    adamw =
        optimizer instanceof Optimizer.AdamW by
            ? new double[] {
              by.learningRate(), by.beta1(), by.beta2(), by.epsilon(), by.weightDecay()
            }
            : null;
    implicit = objective.targets() instanceof Targets.Implicit;
    alpha = objective.targets() instanceof Targets.Implicit by ? by.alpha() : 0;
    unobserved = objective.targets() instanceof Targets.Implicit by ? by.unobserved() : 0;
  }

  /** Returns whether both sides step at once, by AdamW, rather than one after the other. */
  boolean hasEpochs() {
    return adamw != null;
  }

  /** Returns whether a pass begins from the rows as they were. */
  boolean readsOldRows() {
    return hasEpochs() || steps > 0;
  }

  /** Returns the side that a sweep solves first; epochs step both at once. */
  int firstSide() {
    return hasEpochs() ? Layout.USERS : firstSide;
  }

  /** Returns the side that a sweep solves last, and whose pass sums the squared errors. */
  int lastSide() {
    return 1 - firstSide();
  }

  Optimizer.AdamW adamw() {
    return new Optimizer.AdamW(adamw[0], adamw[1], adamw[2], adamw[3], adamw[4]);
  }

  Targets targets() {
    return implicit ? new Targets.Implicit(alpha, unobserved) : new Targets.Explicit();
  }

  /** Returns whether tasks solve on their GPUs. */
  boolean onGpu() {
    return !device.equals(Gpus.CPU);
  }

  /** Returns what factors are to predict. */
  float[] goals(float[] values) {
    Targets targets = targets();
    float[] goals = new float[values.length];
    for (int k = 0; k < goals.length; k++) {
      goals[k] = targets.target(values[k], mean);
    }
    return goals;
  }

  /** Returns the weights of ratings, or null where all are 1. */
  float[] weights(float[] values) {
    Targets targets = targets();
    if (!targets.isWeighted()) {
      return null;
    }
    float[] weights = new float[values.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = targets.weight(values[k]);
    }
    return weights;
  }

  Penalty penalty(int side) {
    return new Penalty(lambda[side], exponent[side], 0);
  }

  /** Returns the number of rows of a side. */
  int rows(int side) {
    return rows[side];
  }

  /** Returns the mean of the ratings of a side's rows. */
  double meanCount(int side) {
    return ratings / rows[side];
  }

  /** Returns the weight of the square of one bias of a side. */
  double biasPenalty(int side) {
    return biasLambda[side] / rows[side];
  }

  /** Returns the number of unknowns of a row. */
  int unknowns() {
    return biases ? dim + 1 : dim;
  }
}
