package io.gravmf.train;

import java.util.function.Supplier;

/**
 * Hears of progress and may cancel. Called by the thread that trains, so it should return quickly.
 */
public interface TrainingListener {

  /** A listener that hears nothing and never cancels. */
  TrainingListener NONE = new TrainingListener() {};

  /** Called after the epochs that are reported: every {@code reportEvery}-th and the last. */
  default void onReport(EpochReport report) {}

  /** Called now and then with how many epochs have been run, at most some times a second. */
  default void onProgress(int epochsRun) {}

  /**
   * Called where a checkpoint is due; the supplier copies the state out of the backend, and is
   * asked during the call or not at all.
   *
   * @param state gives the state to store
   */
  default void onCheckpoint(Supplier<RunState> state) {}

  /**
   * Asked between epochs, possibly by another thread; true stops after the current epoch. An
   * interruption of the thread that trains stops likewise, and leaves it interrupted.
   */
  default boolean isCancelled() {
    return false;
  }
}
