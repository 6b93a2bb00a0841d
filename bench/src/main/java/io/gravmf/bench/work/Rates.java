package io.gravmf.bench.work;

import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.Measurement;

/**
 * A benchmark's result as rates of the counted work; 0 where nothing of a kind is counted.
 *
 * @param megaratings millions of ratings a second
 * @param gigaflops of all threads
 * @param gigabytes a second, of all threads
 * @param workingSet bytes, of all threads
 */
public record Rates(double megaratings, double gigaflops, double gigabytes, double workingSet) {

  /** Returns the rates of a result, 0 where its work is not counted. */
  public static Rates of(Measurement result, Machine machine) {
    Work work = Work.of(result, machine).orElse(new Work(0, 0, 0, 0));
    double perSecond = 1e3 * result.jmhThreads() / result.milliseconds();
    return new Rates(
        1e-6 * work.ratings() * perSecond,
        1e-9 * work.flops() * perSecond,
        1e-9 * work.bytes() * perSecond,
        work.workingSet() * result.jmhThreads());
  }

  /** Returns how many threads did the work: the engine's own, or JMH's. */
  public static int threads(Measurement result) {
    String own = result.param("threads");
    return own.isEmpty() ? result.jmhThreads() : Integer.parseInt(own);
  }
}
