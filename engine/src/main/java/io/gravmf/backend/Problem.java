package io.gravmf.backend;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Split;
import io.gravmf.features.SideInformation;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Objects;
import java.util.Optional;

/**
 * What a backend is asked to minimise, how, and from where it starts.
 *
 * @param split ratings to fit and to validate on
 * @param objective what is minimised
 * @param optimizer by what
 * @param start parameters, moments and epoch to start from; n and m rows for the split's n and m,
 *     with biases where the objective has them
 * @param information what is known of users and items beside ratings; optimisers do without
 */
public record Problem(
    Split split,
    Objective objective,
    Optimizer optimizer,
    TrainingState start,
    SideInformation information) {

  /**
   * @throws IllegalArgumentException if the parameters' shape does not fit the split or the
   *     objective, or d is 0
   */
  public Problem {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(optimizer, "optimizer");
    int n = split.train().userCount();
    int m = split.train().itemCount();
    int userRows = start.users().factors().rows();
    int itemRows = start.items().factors().rows();
    if (userRows != n || itemRows != m) {
      throw new IllegalArgumentException(
          "the factors have "
              + userRows
              + " user rows and "
              + itemRows
              + " item rows, but the ratings have "
              + n
              + " users and "
              + m
              + " items");
    }
    requireRows(information.users(), n, "users");
    requireRows(information.items(), m, "items");
    if (start.dim() < 1) {
      throw new IllegalArgumentException("d is 0, expected 1 or more");
    }
    if (start.hasBiases() != objective.hasBiases()) {
      throw new IllegalArgumentException(
          start.hasBiases()
              ? "the state has biases but the objective has none"
              : "the objective has biases but the state has none");
    }
  }

  /**
   * A problem of ratings alone.
   *
   * @throws IllegalArgumentException if the parameters' shape does not fit the split or the
   *     objective, or d is 0
   */
  public Problem(Split split, Objective objective, Optimizer optimizer, TrainingState start) {
    this(split, objective, optimizer, start, SideInformation.NONE);
  }

  private static void requireRows(Optional<FloatMatrix> known, int rows, String what) {
    if (known.isPresent() && known.get().rows() != rows) {
      throw new IllegalArgumentException(
          "the " + what + "' features are a " + known.get() + ", but there are " + rows);
    }
  }

  /** Returns the same problem for another optimiser. */
  public Problem with(Optimizer other) {
    return new Problem(split, objective, other, start, information);
  }

  /** Returns the constant in every prediction: the mean of the training ratings, or 0. */
  public double mean() {
    return objective.targets().mean(split.train().mean());
  }
}
