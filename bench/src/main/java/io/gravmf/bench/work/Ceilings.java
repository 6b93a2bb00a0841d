package io.gravmf.bench.work;

import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunResults;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The most that this machine was seen to do, by number of threads. */
public final class Ceilings {

  private final List<Measurement> fma;
  private final List<Measurement> triads;
  private final Machine machine;

  /** Takes the ceilings from a run. */
  public Ceilings(RunResults results) {
    machine = results.machine();
    fma = of(results, "FmaBenchmark.fma").toList();
    triads =
        of(results, "TriadBenchmark.triad")
            .sorted(Comparator.comparingInt(result -> result.intParam("kib")))
            .toList();
  }

  private static Stream<Measurement> of(RunResults results, String benchmark) {
    return results.measurements().stream().filter(each -> each.benchmark().equals(benchmark));
  }

  /** Returns the fused multiply-adds' rate, or NaN where it was not measured. */
  public double gigaflops(int threads) {
    return fma.stream()
        .filter(result -> result.jmhThreads() == threads)
        .mapToDouble(result -> Rates.of(result, machine).gigaflops())
        .findFirst()
        .orElse(Double.NaN);
  }

  /**
   * Returns the triad's rate on arrays that are at least as large as a working set, or on the
   * largest; NaN where it was not measured.
   */
  public double gigabytes(int threads, double workingSet) {
    List<Measurement> candidates =
        triads.stream().filter(result -> result.jmhThreads() == threads).toList();
    return candidates.stream()
        .filter(result -> 1024.0 * threads * result.intParam("kib") >= workingSet)
        .findFirst()
        .or(() -> candidates.stream().reduce((before, after) -> after))
        .map(result -> Rates.of(result, machine).gigabytes())
        .orElse(Double.NaN);
  }

  /** Returns the threads that ceilings were measured with, ascending. */
  public List<Integer> threads() {
    return Stream.concat(fma.stream(), triads.stream())
        .map(Measurement::jmhThreads)
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns the sizes of a thread's arrays in KiB, ascending. */
  public List<Integer> triadSizes() {
    return triads.stream().map(result -> result.intParam("kib")).distinct().toList();
  }
}
