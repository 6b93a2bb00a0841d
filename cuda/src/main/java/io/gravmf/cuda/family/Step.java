package io.gravmf.cuda.family;

import jcuda.driver.CUstream;

/** An epoch or a sweep, queued on a stream as it is, or captured into a graph. */
interface Step {

  /** Returns the counter's value before the first of a batch. */
  int counterBeforeFirst();

  /**
   * Queues what the first step of a batch builds on.
   *
   * @param firstEpoch epochs that have been run before the batch
   * @param count steps of the batch
   */
  void begin(CUstream stream, int firstEpoch, int count);

  /** Queues one step. */
  void queue(CUstream stream);
}
