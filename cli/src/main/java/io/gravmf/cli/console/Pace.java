package io.gravmf.cli.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Guesses how long the rest takes, by the speed over the later half of the time so far, 20 seconds
 * of it at most. The first second gives no guess: until the JVM has compiled the loops, an epoch
 * can take a hundred times as long.
 */
final class Pace {

  private static final long FIRST_GUESS_NANOS = 1_000_000_000L;
  private static final long MOST_NANOS = 20_000_000_000L;

  private final LongSupplier nanos;
  private final long began;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /** How much was done when. */
  private record Sample(long at, long done) {}

  /**
   * Begins now.
   *
   * @param done how much is done already
   * @param nanos the time in nanoseconds from any origin
   */
  Pace(long done, LongSupplier nanos) {
    this.nanos = nanos;
    began = nanos.getAsLong();
    samples.add(new Sample(began, done));
  }

  /** Notes how much is done now. */
  synchronized void done(long done) {
    long now = nanos.getAsLong();
    samples.add(new Sample(now, done));
    long window = Math.min((now - began) / 2, MOST_NANOS);
    while (samples.size() > 2 && now - samples.element().at() > window) {
      samples.remove();
    }
  }

  /** Returns how long the rest of so many takes; empty where nothing can be said yet. */
  synchronized Optional<Duration> left(long all) {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    if (last.done() >= all) {
      return Optional.of(Duration.ZERO);
    }
    if (last.at() - began < FIRST_GUESS_NANOS || last.done() == first.done()) {
      return Optional.empty();
    }
    double each = (last.at() - first.at()) / (double) (last.done() - first.done());
    return Optional.of(Duration.ofNanos(Math.round(each * (all - last.done()))));
  }
}
