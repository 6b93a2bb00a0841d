package io.gravmf.bench.result;

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

  /** Parameters that say how many epochs or launches an operation is. */
  private static final List<String> REPEATS = List.of("epochs", "launches");

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
    for (String repeat : REPEATS) {
      repeats *= Double.parseDouble(params.getOrDefault(repeat, "1"));
    }
    List<Double> samples = new ArrayList<>();
    for (double each : raw(json.path("primaryMetric"))) {
      samples.add(each * factor / repeats);
    }
    JsonNode secondary = json.path("secondaryMetrics");
    List<Double> busy = raw(secondary.path("deviceMilliseconds"));
    List<Double> times = raw(secondary.path("deviceTimes"));
    List<Double> deviceSamples = new ArrayList<>();
    for (int k = 0; k < busy.size(); k++) {
      deviceSamples.add(busy.get(k) / times.get(k));
    }
    return new Measurement(
        parts[parts.length - 2] + "." + parts[parts.length - 1],
        params,
        json.path("threads").asInt(1),
        samples,
        deviceSamples);
  }

  private static List<Double> raw(JsonNode metric) {
    List<Double> values = new ArrayList<>();
    for (JsonNode fork : metric.path("rawData")) {
      for (JsonNode iteration : fork) {
        values.add(iteration.asDouble());
      }
    }
    return values;
  }
}
