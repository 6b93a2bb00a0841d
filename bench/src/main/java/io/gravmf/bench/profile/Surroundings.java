package io.gravmf.bench.profile;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * A JMH profiler that notes the machine's state around each iteration, and where it is told to,
 * takes turns with another build. As a JMH option: {@code -prof
 * io.gravmf.bench.profile.Surroundings} or {@code ...Surroundings:PORT BUILD}.
 */
public final class Surroundings implements InternalProfiler {

  /** Metric of {@link Exchange} before an iteration. */
  public static final String BEFORE = "exchangeBefore";

  /** Metric of {@link Exchange} after an iteration. */
  public static final String AFTER = "exchangeAfter";

  /** The names of all metrics. */
  public static final Set<String> METRICS = Set.of(BEFORE, AFTER);

  private final String line;
  private Turn turn;
  private double before;
  private int measured;

  /** Takes no turns. */
  public Surroundings() {
    this("");
  }

  /**
   * Made by JMH, in its own JVM too, which runs no iteration and takes no turn.
   *
   * @param line nothing, or the referee's port and the number of the build
   */
  public Surroundings(String line) {
    this.line = line;
  }

  @Override
  public String getDescription() {
    return "How long a value takes from one processor to another, before and after an iteration";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (!line.isEmpty()) {
      turn = turn == null ? Turn.of(line) : turn;
      turn.await();
    }
    before = Exchange.nanoseconds();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double after = Exchange.nanoseconds();
    if (turn != null) {
      turn.pass();
      measured += iteration.getType() == IterationType.MEASUREMENT ? 1 : 0;
      if (measured == benchmark.getMeasurement().getCount()) {
        // The other has not run its last, which the end of this JVM would disturb.
        turn.await();
      }
    }
    return List.of(result(BEFORE, before), result(AFTER, after));
  }

  private static ScalarResult result(String name, double nanoseconds) {
    return new ScalarResult(name, nanoseconds, "ns", AggregationPolicy.AVG);
  }
}
