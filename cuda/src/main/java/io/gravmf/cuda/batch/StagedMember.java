package io.gravmf.cuda.batch;

import io.gravmf.backend.Loss;
import io.gravmf.backend.TrainingSession;

/**
 * A session whose sweeps need the host between launches. While the host is at one of several, the
 * device goes on with the others.
 */
public interface StagedMember extends TrainingSession {

  /** Returns how often a sweep needs the host before its last launch. */
  int stages();

  /** Waits for the stage before, and queues a stage of a sweep on a stream of the session's own. */
  void queueStage(int stage);

  /**
   * Waits for the last stage.
   *
   * @param sessions how many share the device, so that a part of its time is this session's
   * @return the loss of the sweep
   */
  Loss endSweep(int sessions);
}
