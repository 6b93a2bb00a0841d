package io.gravmf.bench.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All of a run.
 *
 * @param machine what it ran on
 * @param measurements by JMH
 * @param peers times of other software
 * @param curves RMSE by time
 * @param objectives the objective by time
 * @param goldens what other software followed before it was timed
 * @param steps earlier versions, the first first
 * @param coreToCore nanoseconds that a value took from one processor to another, each second
 */
public record RunResults(
    Machine machine,
    List<Measurement> measurements,
    List<PeerResult> peers,
    List<RmseCurve> curves,
    List<ObjectiveCurve> objectives,
    List<GoldenCheck> goldens,
    List<Step> steps,
    List<Double> coreToCore) {

  /** Returns a benchmark's results with such parameters. */
  public Stream<Measurement> all(String benchmark, Map<String, String> params) {
    return measurements.stream()
        .filter(result -> result.benchmark().equals(benchmark))
        .filter(result -> result.params().entrySet().containsAll(params.entrySet()));
  }

  /** Returns a benchmark's result with such parameters. */
  public Optional<Measurement> one(String benchmark, Map<String, String> params) {
    return all(benchmark, params).findFirst();
  }
}
