package io.gravmf.backend.lockstep;

import io.gravmf.backend.Loss;
import io.gravmf.backend.SessionGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where sessions wait for each other; one of them runs what all have asked for. */
final class Meeting {

  /** Of a batch: who comes in the meantime waits that long. */
  private static final double MOST_SECONDS = 0.025;

  private final SessionGroup group;
  private final long patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<MeetingSession> open = new HashSet<>();
  private final List<Turn> waiting = new ArrayList<>();
  private int numbers;
  private long ended;
  private boolean running;
  private long lastRan = System.nanoTime();
  private double secondsPerEpoch;

  Meeting(SessionGroup group, Duration patience) {
    this.group = group;
    this.patience = patience.toNanos();
  }

  /** Returns the number of a session that is open from now on. */
  int add(MeetingSession session) {
    lock.lock();
    try {
      open.add(session);
      return numbers++;
    } finally {
      lock.unlock();
    }
  }

  void remove(MeetingSession session) {
    lock.lock();
    try {
      if (open.remove(session)) {
        ended++;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether no session is open. */
  boolean isEmpty() {
    lock.lock();
    try {
      return open.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many sessions have ended. */
  long ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until more sessions than that have ended.
   *
   * @return false if this thread should not wait: it has one itself, or is interrupted
   */
  boolean awaitEnd(long before) {
    lock.lock();
    try {
      while (ended == before) {
        if (open.stream().anyMatch(session -> session.thread == Thread.currentThread())) {
          return false;
        }
        changed.await();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs at least one epoch of a session, beside those of others.
   *
   * @param most how many at the most
   * @param stop asked where waiting is interrupted
   * @return the losses; none where this was stopped
   */
  Loss[] run(MeetingSession session, int most, BooleanSupplier stop) {
    Turn turn = new Turn(session, most);
    boolean interrupted = false;
    lock.lock();
    try {
      waiting.add(turn);
      changed.signalAll();
      while (!turn.isOver()) {
        long left = Math.max(turn.asked, lastRan) + patience - System.nanoTime();
        if (!turn.running && !running && (left <= 0 || allAreHere())) {
          runAll();
          continue;
        }
        try {
          if (turn.running || running) {
            changed.await();
          } else {
            changed.awaitNanos(left);
          }
        } catch (InterruptedException e) {
          interrupted = true;
          if (!turn.running && stopped(stop)) {
            waiting.remove(turn);
            return new Loss[0];
          }
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return losses(turn);
  }

  /** Asks as if the interruption, of which whoever is asked may want to know, were still there. */
  private static boolean stopped(BooleanSupplier stop) {
    Thread.currentThread().interrupt();
    boolean stopped = stop.getAsBoolean();
    return Thread.interrupted() && stopped;
  }

  private static Loss[] losses(Turn turn) {
    if (turn.failure instanceof Error error) {
      throw error;
    }
    if (turn.failure != null) {
      throw (RuntimeException) turn.failure;
    }
    return turn.losses;
  }

  /** Nobody waits for a session whose thread waits for this one. */
  private boolean allAreHere() {
    Set<Thread> threads = new HashSet<>();
    waiting.forEach(turn -> threads.add(turn.session.thread));
    return open.stream()
        .allMatch(session -> threads.contains(session.thread) || !session.thread.isAlive());
  }

  /** Of all that wait, as many epochs as the one that asks for fewest. */
  private void runAll() {
    List<Turn> turns = new ArrayList<>(waiting);
    waiting.clear();
    // However they came: a device may keep what it has made for these sessions in this order.
    turns.sort(Comparator.comparingInt(turn -> turn.session.number));
    int epochs = group.mostEpochs();
    for (Turn turn : turns) {
      turn.running = true;
      epochs = Math.min(epochs, turn.wanted);
    }
    if (secondsPerEpoch > 0) {
      epochs = (int) Math.max(1, Math.min(epochs, MOST_SECONDS / secondsPerEpoch));
    }
    running = true;
    lock.unlock();
    List<Loss[]> losses = null;
    Throwable failure = null;
    long began = System.nanoTime();
    try {
      losses = group.run(turns.stream().map(turn -> turn.session.own).toList(), epochs);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      lock.lock();
      running = false;
    }
    lastRan = System.nanoTime();
    secondsPerEpoch = (lastRan - began) * 1e-9 / epochs;
    for (int k = 0; k < turns.size(); k++) {
      turns.get(k).failure = failure;
      turns.get(k).losses = failure == null ? losses.get(k) : null;
    }
    changed.signalAll();
  }
}
