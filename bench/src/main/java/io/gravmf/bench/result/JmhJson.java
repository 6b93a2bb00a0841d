package io.gravmf.bench.result;

import io.gravmf.bench.profile.Surroundings;
import io.gravmf.data.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads the file that JMH writes with {@code -rf json}. */
public final class JmhJson {

  private static final Map<String, Double> MILLISECONDS =
      Map.of("s/op", 1e3, "ms/op", 1.0, "us/op", 1e-3, "ns/op", 1e-6);

  private JmhJson() {}

  /**
   * Reads results; those of a benchmark that ran twice with the same parameters are the later's.
   *
   * @throws InvalidInputException if the file cannot be read or is of another kind
   */
  public static List<Measurement> read(Path file) {
    try {
      Map<String, Measurement> results = new LinkedHashMap<>();
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      if (!root.isArray()) {
        throw new InvalidInputException(file + ": expected JMH's JSON, an array of results");
      }
      for (JsonNode each : root) {
        Measurement result = measurement(each, file);
        results.put(result.key(), result);
      }
      return List.copyOf(results.values());
    } catch (JacksonException e) {
      throw new InvalidInputException(file + ": " + e.getOriginalMessage());
    }
  }

  private static Measurement measurement(JsonNode json, Path file) {
    String name = json.path("benchmark").asString("");
    String[] parts = name.split("\\.", -1);
    Double factor = MILLISECONDS.get(json.path("primaryMetric").path("scoreUnit").asString(""));
    if (parts.length < 2 || factor == null) {
      throw new InvalidInputException(
          file + ": found benchmark '" + name + "', expected average times of benchmarks");
    }
    Map<String, String> params = new TreeMap<>();
    json.path("params")
        .properties()
        .forEach(entry -> params.put(entry.getKey(), entry.getValue().asString()));
    double repeats = 1;
    for (String repeat : Measurement.REPEATS) {
      repeats *= Double.parseDouble(params.getOrDefault(repeat, "1"));
    }
    List<List<Iteration>> forks = new ArrayList<>();
    List<List<Double>> times = raw(json.path("primaryMetric"));
    JsonNode secondary = json.path("secondaryMetrics");
    List<List<Double>> busy = raw(secondary.path("deviceMilliseconds"));
    List<List<Double>> repeated = raw(secondary.path("deviceTimes"));
    List<List<Double>> before = raw(secondary.path(Surroundings.BEFORE));
    List<List<Double>> after = raw(secondary.path(Surroundings.AFTER));
    for (int fork = 0; fork < times.size(); fork++) {
      List<Iteration> iterations = new ArrayList<>();
      for (int k = 0; k < times.get(fork).size(); k++) {
        iterations.add(
            new Iteration(
                times.get(fork).get(k) * factor / repeats,
                at(busy, fork, k) / at(repeated, fork, k),
                at(before, fork, k),
                at(after, fork, k)));
      }
      forks.add(iterations);
    }
    return new Measurement(
        parts[parts.length - 2] + "." + parts[parts.length - 1],
        params,
        json.path("threads").asInt(1),
        forks);
  }

  /** Returns the values of a metric by fork and iteration; none where it was not measured. */
  private static List<List<Double>> raw(JsonNode metric) {
    List<List<Double>> forks = new ArrayList<>();
    for (JsonNode fork : metric.path("rawData")) {
      List<Double> values = new ArrayList<>();
      fork.forEach(iteration -> values.add(iteration.asDouble()));
      forks.add(values);
    }
    return forks;
  }

  private static double at(List<List<Double>> values, int fork, int iteration) {
    return values.isEmpty() ? Double.NaN : values.get(fork).get(iteration);
  }
}
