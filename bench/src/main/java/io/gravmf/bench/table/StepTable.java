package io.gravmf.bench.table;

import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import io.gravmf.bench.result.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The least milliseconds of an iteration by version, the run's own last: disturbance adds time and
 * never takes any, so that the least is what versions measured at different times are compared by.
 */
final class StepTable {

  /** Benchmarks that fewer steps measured say little of the way. */
  private static final int LEAST_STEPS = 4;

  private StepTable() {}

  static Table of(RunResults results) {
    List<Step> steps = new ArrayList<>(results.steps());
    List<List<String>> rows = new ArrayList<>();
    if (!steps.isEmpty()) {
      steps.add(new Step("this run", results.measurements()));
      for (Measurement each : steps.get(0).measurements()) {
        List<String> cells = steps.stream().map(step -> least(step, each.key())).toList();
        if (cells.size() - Collections.frequency(cells, "") > LEAST_STEPS) {
          List<String> row = new ArrayList<>(List.of(each.label()));
          row.addAll(cells);
          rows.add(row);
        }
      }
    }
    List<String> header = new ArrayList<>(List.of("benchmark"));
    steps.forEach(step -> header.add(step.name()));
    return new Table(
        "steps",
        "The way to this version, least milliseconds",
        Table.filtered("EpochBenchmark|CpuKernelBenchmark"),
        RunFolder.STEPS + "/, " + RunFolder.JMH,
        header,
        rows);
  }

  private static String least(Step step, String key) {
    return step.measurements().stream()
        .filter(each -> each.key().equals(key))
        .map(each -> Numbers.significant(each.least()))
        .findFirst()
        .orElse("");
  }
}
