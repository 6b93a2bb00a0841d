package io.gravmf.train;

/** Which epochs are reported and checkpointed, and so how many can be run in one go. */
final class Schedule {

  /** How long a batch of epochs between two calls of the listener should take. */
  private static final double PROGRESS_SECONDS = 0.1;

  private final TrainingConfig config;
  private double secondsPerEpoch;
  private long lastCheckpoint = System.nanoTime();

  Schedule(TrainingConfig config) {
    this.config = config;
  }

  /** Returns how many epochs to run before something is due: a report, a checkpoint, progress. */
  int batchSize(int epoch) {
    int end = Math.min(config.epochs(), nextReported(epoch) + 1);
    int every = config.checkpointEvery();
    if (every > 0) {
      end = (int) Math.min(end, (epoch / every + 1L) * every);
    }
    int progress = secondsPerEpoch == 0 ? 1 : (int) Math.max(1, PROGRESS_SECONDS / secondsPerEpoch);
    return Math.min(end - epoch, progress);
  }

  /** Returns the next epoch that is reported, from one that is to be run. */
  private int nextReported(int epoch) {
    if (isReported(epoch)) {
      return epoch;
    }
    long every = config.reportEvery();
    long next = (epoch + every - 1) / every * every;
    if (config.optimizer().isSweep()) {
      next = (epoch + every) / every * every - 1;
    }
    return (int) Math.min(next, config.epochs() - 1L);
  }

  /** Epochs are counted from 0, as in the notebook; sweeps from 1, and the first is reported. */
  boolean isReported(int epoch) {
    int every = config.reportEvery();
    return config.optimizer().isSweep()
        ? epoch == 0 || (epoch + 1) % every == 0
        : epoch % every == 0;
  }

  /** Follows the speed closely: just-in-time compilation makes early epochs the slowest. */
  void measure(int epochs, long nanos) {
    if (epochs > 0) {
      secondsPerEpoch = Math.max(1e-9, nanos * 1e-9 / epochs);
    }
  }

  /**
   * Returns whether a checkpoint is due after some epochs, and if so takes it for made. Time is
   * that of a clock that nobody can set.
   */
  boolean takeCheckpoint(int epochs) {
    boolean byCount = config.checkpointEvery() > 0 && epochs % config.checkpointEvery() == 0;
    boolean byTime =
        config.checkpointSeconds() > 0
            && (System.nanoTime() - lastCheckpoint) * 1e-9 >= config.checkpointSeconds();
    if (byTime) {
      lastCheckpoint = System.nanoTime();
    }
    return byCount || byTime;
  }
}
