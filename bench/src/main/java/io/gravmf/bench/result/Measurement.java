package io.gravmf.bench.result;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * One benchmark with one set of parameters, as JMH measured it.
 *
 * @param benchmark class and method, such as {@code EpochBenchmark.epoch}
 * @param params the parameters
 * @param jmhThreads how many threads called it at once
 * @param samples milliseconds of an operation, by iteration, of all forks
 * @param deviceSamples the same by a GPU's own clock; empty where there is none
 */
public record Measurement(
    String benchmark,
    Map<String, String> params,
    int jmhThreads,
    List<Double> samples,
    List<Double> deviceSamples) {

  /** How sure the intervals are that are printed. */
  public static final double CONFIDENCE = 0.95;

  /** Returns the mean in milliseconds: the device's where there is one, else the wall clock's. */
  public double milliseconds() {
    return mean(best());
  }

  /** Returns the mean by the wall clock. */
  public double wallMilliseconds() {
    return mean(samples);
  }

  /** Returns the half width of the mean's interval of {@link #CONFIDENCE}, or NaN of one sample. */
  public double halfWidth() {
    List<Double> values = best();
    int n = values.size();
    if (n < 2) {
      return Double.NaN;
    }
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return t * Math.sqrt(squares / (n - 1) / n);
  }

  /** Returns the device's samples where there are any, else the wall clock's. */
  public List<Double> best() {
    return deviceSamples.isEmpty() ? samples : deviceSamples;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Returns a parameter's value, or an empty string where the benchmark has none such. */
  public String param(String name) {
    return params.getOrDefault(name, "");
  }

  /** Returns a parameter that is a number. */
  public int intParam(String name) {
    return Integer.parseInt(params.get(name));
  }

  /** Returns what tells it from all others of a run. */
  public String key() {
    return benchmark + " " + params + " x" + jmhThreads;
  }
}
