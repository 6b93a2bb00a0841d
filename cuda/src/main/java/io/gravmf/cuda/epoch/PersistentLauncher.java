package io.gravmf.cuda.epoch;

import jcuda.driver.CUstream;

/** One cooperative launch for all epochs of a batch. */
public record PersistentLauncher(TrainingKernels kernels, CUstream stream)
    implements EpochLauncher {

  @Override
  public String name() {
    return "persistent";
  }

  @Override
  public void launch(int epochs) {
    kernels.persistent(stream, epochs);
  }
}
