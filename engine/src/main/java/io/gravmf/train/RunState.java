package io.gravmf.train;

import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that an uninterrupted run would carry on with: what the backend holds, and what the
 * trainer has seen of it.
 *
 * @param state parameters, moments and epoch
 * @param lastLoss the training loss of the last epoch or sweep run; empty before the first
 * @param history the reports made so far; not one that only a pause made
 * @param best the best report so far and its factors; empty without early stopping
 * @param reportsSinceBest how many reports have not been better
 */
public record RunState(
    TrainingState state,
    Optional<Loss> lastLoss,
    List<EpochReport> history,
    Optional<Best> best,
    int reportsSinceBest) {

  /**
   * The factors that early stopping keeps.
   *
   * @param report the report of the lowest validation MSE
   * @param state the state that it was made of
   */
  public record Best(EpochReport report, TrainingState state) {}

  /** Copies the history. */
  public RunState {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(lastLoss, "lastLoss");
    Objects.requireNonNull(best, "best");
    history = List.copyOf(history);
  }

  /** Returns a run that has only a state: before its first epoch, or with nothing known of it. */
  public static RunState of(TrainingState state) {
    return new RunState(state, Optional.empty(), List.of(), Optional.empty(), 0);
  }

  /** Returns how many epochs or sweeps have been run. */
  public int epoch() {
    return state.epoch();
  }
}
