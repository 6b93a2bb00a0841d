package io.gravmf.backend.lockstep;

import io.gravmf.backend.Loss;

/** What one session asks for: some epochs, of which it gets as many as those it runs with. */
final class Turn {

  final MeetingSession session;
  final int wanted;
  final long asked = System.nanoTime();

  /** Whether it is being run: it can no longer be taken back. */
  boolean running;

  Loss[] losses;
  Throwable failure;

  Turn(MeetingSession session, int wanted) {
    this.session = session;
    this.wanted = wanted;
  }

  boolean isOver() {
    return losses != null || failure != null;
  }
}
