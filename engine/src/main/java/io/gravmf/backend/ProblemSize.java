package io.gravmf.backend;

import io.gravmf.data.Split;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;

/**
 * How large a problem is, known before there is one.
 *
 * @param users n
 * @param items m
 * @param dim d
 * @param hasBiases whether rows have biases
 * @param trainRatings how many ratings are trained on
 * @param validationRatings how many are held out
 * @param optimizer by what the objective is minimised
 */
public record ProblemSize(
    int users,
    int items,
    int dim,
    boolean hasBiases,
    int trainRatings,
    int validationRatings,
    Optimizer optimizer) {

  /** Returns the size of what a split, an objective and an optimiser make with d factors. */
  public static ProblemSize of(Split split, int dim, Objective objective, Optimizer optimizer) {
    return new ProblemSize(
        split.train().userCount(),
        split.train().itemCount(),
        dim,
        objective.hasBiases(),
        split.train().size(),
        split.validation().size(),
        optimizer);
  }

  /** Returns n + m. */
  public long rows() {
    return (long) users + items;
  }
}
