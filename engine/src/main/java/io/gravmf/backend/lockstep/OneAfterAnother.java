package io.gravmf.backend.lockstep;

import io.gravmf.backend.Backend;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.TrainingSession;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * A group of any backend's sessions, which runs them one after another: what groups are held
 * against, and what stands in for one where a backend has none and a program wants the same form.
 */
public final class OneAfterAnother implements SessionGroup {

  private final Backend backend;
  private final Set<TrainingSession> opened = Collections.newSetFromMap(new WeakHashMap<>());

  /** Makes a group without sessions. */
  public OneAfterAnother(Backend backend) {
    this.backend = backend;
  }

  @Override
  public synchronized TrainingSession open(Problem problem) {
    TrainingSession session = backend.open(problem);
    opened.add(session);
    return session;
  }

  @Override
  public synchronized List<Loss[]> run(List<TrainingSession> sessions, int epochs) {
    return sessions.stream().map(session -> session.run(epochs, () -> false)).toList();
  }

  @Override
  public int mostEpochs() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long deviceBytes(Problem problem) {
    return 0;
  }

  @Override
  public long freeBytes() {
    return 0;
  }

  @Override
  public synchronized void close() {
    opened.forEach(TrainingSession::close);
    opened.clear();
  }
}
