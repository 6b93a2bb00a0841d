package io.gravmf.bench.run;

/**
 * How long a benchmark is measured.
 *
 * @param forks JVMs, one after the other
 * @param warmups iterations that do not count
 * @param warmupMillis length of one
 * @param iterations iterations that count
 * @param millis length of one
 * @param setupSeconds about how long a JVM takes to start and prepare the data
 */
record Effort(
    int forks, int warmups, int warmupMillis, int iterations, int millis, double setupSeconds) {

  /** Warm-ups after which just-in-time compilation has ended, of most benchmarks. */
  private static final int WARM = 4;

  /** Iterations of which the median is taken. */
  private static final int LEAST = 5;

  /** A kernel or an epoch of a small problem: some two seconds. */
  static final Effort SHORT = new Effort(1, 2, 400, 5, 200, 0.9);

  /** What is quoted and compared: two JVMs, for just-in-time compilation differs between them. */
  static final Effort CAREFUL = new Effort(2, 3, 500, 5, 300, 0.9);

  /** As little as shows that it runs. */
  static final Effort QUICK = new Effort(1, 2, 300, 3, 200, 0.9);

  /** Operations of seconds, each an iteration. */
  static final Effort LONG = new Effort(1, 1, 1, 3, 1, 10);

  Effort withSetup(double seconds) {
    return new Effort(forks, warmups, warmupMillis, iterations, millis, seconds);
  }

  /** Returns the effort of builds that are compared: more JVMs, which are warm. */
  Effort compared(int moreForks) {
    return new Effort(
        Math.max(forks, moreForks),
        Math.max(warmups, WARM),
        warmupMillis,
        Math.max(iterations, LEAST),
        millis,
        setupSeconds);
  }

  /** Returns about how long it takes, for operations that are shorter than an iteration. */
  double seconds() {
    return forks * (setupSeconds + 1e-3 * (warmups * warmupMillis + iterations * millis));
  }
}
