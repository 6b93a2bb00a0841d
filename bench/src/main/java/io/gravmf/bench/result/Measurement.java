package io.gravmf.bench.result;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * One benchmark with one set of parameters, as JMH measured it.
 *
 * @param benchmark class and method, such as {@code EpochBenchmark.epoch}
 * @param params the parameters
 * @param jmhThreads how many threads called it at once
 * @param forks the iterations of each JVM
 */
public record Measurement(
    String benchmark, Map<String, String> params, int jmhThreads, List<List<Iteration>> forks) {

  /** How sure the intervals are that are printed. */
  public static final double CONFIDENCE = 0.95;

  /** Parameters that say how many epochs, launches or sweeps an operation is. */
  static final List<String> REPEATS = List.of("epochs", "launches", "sweeps");

  /** Returns the mean in milliseconds: the device's where there is one, else the wall clock's. */
  public double milliseconds() {
    return mean(all(Iteration::best));
  }

  /** Returns the half width of the mean's interval of {@link #CONFIDENCE}, or NaN of one sample. */
  public double halfWidth() {
    List<Double> values = all(Iteration::best);
    int n = values.size();
    if (n < 2) {
      return Double.NaN;
    }
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return t * Math.sqrt(squares / (n - 1) / n);
  }

  /** Returns the least milliseconds of an iteration, by the wall clock. */
  public double least() {
    return all(Iteration::milliseconds).stream()
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(Double.NaN);
  }

  private List<Double> all(ToDoubleFunction<Iteration> value) {
    return forks.stream().flatMap(List::stream).map(each -> value.applyAsDouble(each)).toList();
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

  /** Returns what tells it from others, for people: method and parameters. */
  public String label() {
    return benchmark.substring(benchmark.indexOf('.') + 1)
        + params.entrySet().stream()
            .filter(entry -> !REPEATS.contains(entry.getKey()))
            .map(entry -> ", " + words(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
  }

  private static String words(String name, String value) {
    return switch (name) {
      case "dim" -> "d = " + value;
      case "threads" -> threadWords(Integer.parseInt(value));
      default -> value;
    };
  }

  /** Returns a number of threads in words. */
  public static String threadWords(int threads) {
    return threads + (threads == 1 ? " thread" : " threads");
  }
}
