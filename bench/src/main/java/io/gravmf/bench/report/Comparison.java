package io.gravmf.bench.report;

import io.gravmf.bench.result.Measurement;
import io.gravmf.data.InvalidInputException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * New times against old ones: the ratio of geometric means with the interval of Welch's t-test on
 * the logarithms of iterations.
 */
public final class Comparison {

  private Comparison() {}

  /**
   * A ratio and its interval.
   *
   * @param value new over old; above 1 is slower
   * @param low lower end
   * @param high upper end
   */
  record Ratio(double value, double low, double high) {

    static Ratio of(List<Double> before, List<Double> after) {
      Logs old = Logs.of(before);
      Logs now = Logs.of(after);
      double difference = now.mean - old.mean;
      double error = Math.sqrt(old.variance + now.variance);
      double freedom =
          (old.variance + now.variance)
              * (old.variance + now.variance)
              / (old.variance * old.variance / old.freedom
                  + now.variance * now.variance / now.freedom);
      double t =
          error == 0
              ? 0
              : new TDistribution(freedom)
                  .inverseCumulativeProbability((1 + Measurement.CONFIDENCE) / 2);
      return new Ratio(
          Math.exp(difference), Math.exp(difference - t * error), Math.exp(difference + t * error));
    }

    /** Returns what it says: faster, slower, or neither for sure. */
    String verdict() {
      return low > 1 ? "slower" : high < 1 ? "faster" : "same";
    }
  }

  /** Mean of logarithms, the variance of that mean, and its degrees of freedom. */
  private record Logs(double mean, double variance, int freedom) {

    static Logs of(List<Double> values) {
      double mean = values.stream().mapToDouble(Math::log).average().orElseThrow();
      double squares =
          values.stream().mapToDouble(v -> (Math.log(v) - mean) * (Math.log(v) - mean)).sum();
      int freedom = values.size() - 1;
      return new Logs(mean, squares / freedom / values.size(), freedom);
    }
  }

  /** A benchmark that two runs have in common. */
  private record Pair(Measurement before, Measurement after, Ratio ratio) {}

  private static List<Pair> pairs(List<Measurement> before, List<Measurement> after) {
    Map<String, Measurement> old = new LinkedHashMap<>();
    before.forEach(each -> old.put(each.key(), each));
    return after.stream()
        .filter(each -> old.containsKey(each.key()))
        .filter(each -> each.best().size() > 1 && old.get(each.key()).best().size() > 1)
        .map(
            each -> {
              Measurement was = old.get(each.key());
              return new Pair(was, each, Ratio.of(was.best(), each.best()));
            })
        .toList();
  }

  /**
   * Prints the ratio of each benchmark that both have at least twice.
   *
   * @return how many are slower for sure
   * @throws InvalidInputException if they have none in common
   */
  public static int print(List<Measurement> before, List<Measurement> after, PrintWriter out) {
    List<Pair> both = pairs(before, after);
    if (both.isEmpty()) {
      throw new InvalidInputException(
          "the two runs have no benchmark with the same parameters in common");
    }
    out.printf("%-8s %9s %9s   new / old, 95 %% interval%n", "", "old, ms", "new, ms");
    int slower = 0;
    for (Pair pair : both) {
      slower += pair.ratio.low > 1 ? 1 : 0;
      out.printf(
          Locale.ROOT,
          "%-8s %9.3f %9.3f   %.3f [%.3f, %.3f]  %s%n",
          pair.ratio.verdict(),
          pair.before.milliseconds(),
          pair.after.milliseconds(),
          pair.ratio.value,
          pair.ratio.low,
          pair.ratio.high,
          DetailTables.name(pair.after));
    }
    out.printf("%d benchmarks compared, %d slower%n", both.size(), slower);
    return slower;
  }
}
