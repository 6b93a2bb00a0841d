package io.gravmf.cuda.epoch;

/** A way to queue epochs on the session's stream. Schedule and counter have been queued before. */
public interface EpochLauncher extends AutoCloseable {

  /** Returns its name, as the command line has it. */
  String name();

  /** Returns what the epoch counter holds before the first epoch of a batch. */
  default int counterBeforeFirst() {
    return -1;
  }

  /** Returns how many epochs it may be given at once. */
  default int mostEpochs() {
    return DeviceProblem.MAX_BATCH;
  }

  /** Queues epochs, at most {@link #mostEpochs}. */
  void launch(int epochs);

  /** Gives back what does not die with the context. */
  @Override
  default void close() {}
}
