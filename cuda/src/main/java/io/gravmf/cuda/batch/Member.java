package io.gravmf.cuda.batch;

import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingSession;
import jcuda.driver.CUstream;

/** A session whose epochs or sweeps can be queued beside those of others. */
public interface Member extends TrainingSession {

  /** Returns the most epochs of a batch; 0 where this session joins none. */
  int mostEpochs();

  /** Queues what comes before a batch of epochs. */
  void begin(CUstream stream, int epochs);

  /**
   * Queues one epoch. Once it has been queued as it is, and so all its kernels are loaded, it may
   * be captured.
   */
  void queue(CUstream stream);

  /** Queues copies of what a batch has left for the host. */
  void end(CUstream stream, int epochs);

  /**
   * Takes what the copies brought, once the stream has been waited for.
   *
   * @param epochs of the batch
   * @param milliseconds of the device that they took, or this session's share of them
   * @param path how they were run, in a few words
   * @return the loss of each epoch
   */
  Loss[] take(int epochs, double milliseconds, String path);
}
