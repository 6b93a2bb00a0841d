package io.gravmf.bench.result;

/**
 * One measured iteration of a benchmark.
 *
 * @param milliseconds of an operation, by the wall clock
 * @param deviceMilliseconds the same by a GPU's own clock; NaN where there is none
 * @param exchangeBefore nanoseconds that a value took from one processor to another just before
 *     ({@link io.gravmf.bench.profile.Surroundings}); NaN where that was not measured
 * @param exchangeAfter the same just after
 */
public record Iteration(
    double milliseconds, double deviceMilliseconds, double exchangeBefore, double exchangeAfter) {

  /** Returns the device's time where there is one, else the wall clock's. */
  public double best() {
    return Double.isNaN(deviceMilliseconds) ? milliseconds : deviceMilliseconds;
  }
}
