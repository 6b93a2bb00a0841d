package io.gravmf.backend;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A problem held by a backend: its ratings, factors and moments in the backend's own memory.
 *
 * <p>Used by one thread at a time. Equal problems give equal bits, whatever the number of threads
 * or multiprocessors, and however the epochs are divided between calls of {@link #run}.
 */
public interface TrainingSession extends AutoCloseable {

  /** Returns how many epochs or sweeps have been run, those before the start included. */
  int epoch();

  /**
   * Runs epochs or sweeps, by the problem's optimiser. An epoch computes the training loss and the
   * gradients of both sides at the current factors, then updates all factors at once. A sweep
   * solves all users' rows, then all items' rows.
   *
   * @param epochs how many to run, 0 or more
   * @param stop asked between epochs (or batches of epochs, where asking costs more than an epoch);
   *     true ends the run early
   * @return the training loss of each epoch before its update, or of each sweep after it
   */
  Loss[] run(int epochs, BooleanSupplier stop);

  /** Returns the loss over the validation ratings at the current factors. */
  Loss validate();

  /** Copies out the current factors, moments and epoch. */
  TrainingState state();

  /** Returns the time spent on the epochs of {@link #run}, where the device measures it. */
  default Optional<DeviceTime> deviceTime() {
    return Optional.empty();
  }

  /**
   * Rows of sweeps that needed more than one attempt.
   *
   * @param float64 rows that float32 could not solve
   * @param primal short rows that were solved again by a system of d unknowns, for accuracy
   */
  record Retries(long float64, long primal) {}

  /**
   * Returns how many rows of this session's sweeps were solved again; empty of other optimisers.
   */
  default Optional<Retries> retries() {
    return Optional.empty();
  }

  /** Frees the backend's memory; further calls have no effect. */
  @Override
  void close();
}
