package io.gravmf.bench.measure;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Time by a GPU's events, beside JMH's wall clock: milliseconds of an iteration, and the epochs or
 * launches that they are for. JMH reports both as secondary metrics.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class DeviceClock {

  /** Milliseconds that the device was busy. */
  public double deviceMilliseconds;

  /** Epochs or launches in that time. */
  public double deviceTimes;

  /** Begins an iteration. */
  @Setup(Level.Iteration)
  public void reset() {
    deviceMilliseconds = 0;
    deviceTimes = 0;
  }

  void add(double seconds, int times) {
    deviceMilliseconds += 1e3 * seconds;
    deviceTimes += times;
  }
}
