package io.gravmf.backend.lockstep;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Problem;
import io.gravmf.backend.ProblemSize;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.TrainingSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A backend for threads that train a model each: their sessions are of one group, and epochs that
 * they ask for at the same time are run together. What a session computes depends neither on the
 * others nor on when they come.
 *
 * <p>Whoever asks for epochs waits for those who have a session too, but no longer than a little
 * while, nor for sessions of a thread that waits itself or is no more. A batch ends when the first
 * of those that run together has what it asked for.
 */
public final class Lockstep implements Backend, AutoCloseable {

  /** Between two batches a trainer looks at losses, which takes microseconds. */
  private static final Duration PATIENCE = Duration.ofMillis(10);

  private final Backend backend;
  private final SessionGroup group;
  private final Meeting meeting;
  private final ReentrantLock opening = new ReentrantLock(true);

  private Lockstep(Backend backend, SessionGroup group, Duration patience) {
    this.backend = backend;
    this.group = group;
    meeting = new Meeting(group, patience);
  }

  /**
   * Returns a backend whose sessions run together; empty where the other has no way to run them.
   *
   * @throws BackendUnavailableException if the device cannot be used
   */
  public static Optional<Lockstep> of(Backend backend) {
    return backend.openGroup().map(group -> new Lockstep(backend, group, PATIENCE));
  }

  /** For tests, which see who ran with whom. */
  static Lockstep of(Backend backend, SessionGroup group, Duration patience) {
    return new Lockstep(backend, group, patience);
  }

  /** Returns the group, for what it says of memory. */
  public SessionGroup group() {
    return group;
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String description() {
    return backend.description();
  }

  /**
   * Takes a problem into the device's memory. Where it does not fit beside those that are there,
   * this waits until one of them ends, unless the calling thread has one itself: what fits alone is
   * trained, however many others are.
   *
   * @throws BackendUnavailableException if it does not fit alone
   */
  @Override
  public TrainingSession open(Problem problem) {
    while (true) {
      long ended = meeting.ended();
      BackendUnavailableException refused;
      // One at a time, so that what was refused was refused beside those that are known.
      opening.lock();
      try {
        return new MeetingSession(group.open(problem), meeting);
      } catch (BackendUnavailableException full) {
        refused = full;
        // Who was there when it was refused may have ended since.
        if (meeting.isEmpty() && meeting.ended() == ended) {
          throw full;
        }
      } finally {
        opening.unlock();
      }
      if (!meeting.awaitEnd(ended)) {
        throw refused;
      }
    }
  }

  @Override
  public long heapBytes(ProblemSize size) {
    return backend.heapBytes(size);
  }

  @Override
  public Map<String, Supplier<Backend>> variants() {
    return backend.variants();
  }

  @Override
  public void checkKernels(Consumer<KernelCheck> results) {
    backend.checkKernels(results);
  }

  /** Closes the group and its sessions. */
  @Override
  public void close() {
    group.close();
  }
}
