package io.gravmf.cuda.epoch;

import jcuda.driver.CUstream;

/** One cooperative launch for all epochs of a batch. */
public record PersistentLauncher(TrainingKernels kernels, CUstream stream)
    implements EpochLauncher {

  /** A kernel is not interrupted, and a display that shares the device waits for it. */
  private static final double MOST_SECONDS = 0.2;

  /** What even a slow device gathers a second. */
  private static final double BYTES_PER_SECOND = 1e12;

  @Override
  public String name() {
    return "persistent";
  }

  @Override
  public int mostEpochs() {
    double epochs = MOST_SECONDS * BYTES_PER_SECOND / Math.max(1, kernels.gatheredBytes());
    return (int) Math.max(1, Math.min(DeviceProblem.MAX_BATCH, epochs));
  }

  @Override
  public void launch(int epochs) {
    kernels.persistent(stream, epochs);
  }
}
