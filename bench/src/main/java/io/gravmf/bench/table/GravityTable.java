package io.gravmf.bench.table;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gravity through every pair and through Gram matrices, and what a stored matrix of predictions
 * would take.
 */
final class GravityTable {

  private static final double MIB = 1 << 20;

  /** What PyTorch holds at once: the predictions, their squares or errors, and the gradient. */
  private static final int MATRICES = 3;

  private static final List<String> LARGE = List.of("ml-1m", "ml-10m", "ml-32m");

  private GravityTable() {}

  static Table of(RunResults results) {
    List<List<String>> rows = new ArrayList<>();
    results
        .all("GravityBenchmark.dense", Map.of())
        .forEach(
            dense -> {
              int users = dense.intParam("users");
              int items = dense.intParam("items");
              double gram =
                  results
                      .one("GravityBenchmark.gram", dense.params())
                      .map(Measurement::milliseconds)
                      .orElse(Double.NaN);
              rows.add(row(results, "", users, items, dense.milliseconds(), gram));
            });
    if (!rows.isEmpty()) {
      for (String name : LARGE) {
        var shape = BenchData.generated(name);
        rows.add(row(results, name + ", ", shape.users(), shape.items(), Double.NaN, Double.NaN));
      }
    }
    return new Table(
        "gravity",
        "The gradient of gravity at d = 100, one thread",
        Table.filtered("GravityBenchmark"),
        RunFolder.JMH,
        List.of(
            "users × items", "dense, ms", "Gram, ms", "dense / Gram", "stored matrix, MiB", "fits"),
        rows);
  }

  private static List<String> row(
      RunResults results, String name, int users, int items, double dense, double gram) {
    double matrix = (double) users * items * Float.BYTES / MIB;
    return List.of(
        name + users + " × " + items,
        Numbers.significant(dense),
        Numbers.significant(gram),
        Numbers.times(dense / gram),
        Numbers.significant(matrix),
        MATRICES * matrix < results.machine().memoryMib() ? "yes" : "no");
  }
}
