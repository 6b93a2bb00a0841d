package io.gravmf.bench.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A benchmark with one set of parameters.
 *
 * @param benchmark class and method, such as {@code EpochBenchmark.epoch}
 * @param params the parameters, of which the benchmark's class has the defaults
 * @param jmhThreads how many threads call it at once
 * @param effort how long
 */
record Case(String benchmark, Map<String, String> params, int jmhThreads, Effort effort) {

  static Case of(String benchmark, Effort effort, Object... namesAndValues) {
    Map<String, String> params = new TreeMap<>();
    for (int k = 0; k < namesAndValues.length; k += 2) {
      params.put((String) namesAndValues[k], namesAndValues[k + 1].toString());
    }
    return new Case(benchmark, params, 1, effort);
  }

  Case calledBy(int threads) {
    return new Case(benchmark, params, threads, effort);
  }

  /** Returns the words that {@code --filter} looks at. */
  String label() {
    String words =
        params.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
    return benchmark
        + (words.isEmpty() ? "" : " " + words)
        + (jmhThreads == 1 ? "" : " x" + jmhThreads);
  }
}
