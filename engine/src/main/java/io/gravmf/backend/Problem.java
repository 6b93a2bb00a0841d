package io.gravmf.backend;

import io.gravmf.data.Split;
import java.util.Objects;

/**
 * What a backend is asked to minimise, and from where it starts.
 *
 * @param split ratings to fit and to validate on
 * @param mean subtracted from every rating of both parts: the mean of the training part
 * @param hyperparameters constants of the objective and the optimiser
 * @param start factors, moments and epoch to start from; n × d and m × d for the split's n and m
 */
public record Problem(
    Split split, double mean, Hyperparameters hyperparameters, TrainingState start) {

  /**
   * @throws IllegalArgumentException if the factors' shape does not fit the split, or d is 0
   */
  public Problem {
    Objects.requireNonNull(hyperparameters, "hyperparameters");
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
    if (start.dim() < 1) {
      throw new IllegalArgumentException("d is 0, expected 1 or more");
    }
  }
}
