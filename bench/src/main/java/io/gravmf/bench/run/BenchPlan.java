package io.gravmf.bench.run;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * What a run is to measure, and how.
 *
 * @param ratings the user's file, or null for the embedded sample
 * @param full all, or what takes some minutes
 * @param filter which benchmarks, by their label
 * @param device the GPU, as {@code cuda} or {@code cuda:1}
 * @param options JMH's own options
 * @param compared whether the results are to be compared with an earlier run's, which needs more
 *     forks
 * @param against the jar of another build's benchmarks, to be run by turns with these; or null
 */
public record BenchPlan(
    Path ratings,
    boolean full,
    Predicate<String> filter,
    String device,
    JmhOptions options,
    boolean compared,
    Path against) {

  /** Forks of a run that is compared with another: two more than the test needs. */
  private static final int FORKS_OF_RUNS = 7;

  /** Pairs of forks by turns: one that was compiled badly does not spoil the verdict. */
  private static final int FORKS_OF_TURNS = 20;

  /** Returns a benchmark with the effort that the plan asks for. */
  Case adapted(Case each) {
    Effort effort =
        against != null
            ? each.effort().compared(FORKS_OF_TURNS)
            : compared ? each.effort().compared(FORKS_OF_RUNS) : each.effort();
    return new Case(each.benchmark(), each.params(), each.jmhThreads(), effort);
  }
}
