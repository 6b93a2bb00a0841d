package io.gravmf.bench.table;

import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How much faster an epoch is with more threads. */
public final class ThreadTable {

  private ThreadTable() {}

  /** Returns milliseconds by number of threads, of the main data. */
  public static SortedMap<Integer, Double> byThreads(RunResults results, String device, int dim) {
    SortedMap<Integer, Double> times = new TreeMap<>();
    Map<String, String> params =
        Map.of("device", device, "data", results.machine().mainData().name(), "dim", "" + dim);
    results
        .all("EpochBenchmark.epoch", params)
        .forEach(each -> times.put(each.intParam("threads"), each.milliseconds()));
    return times;
  }

  static Table of(RunResults results) {
    List<Integer> counts =
        results.measurements().stream()
            .filter(each -> each.benchmark().equals("EpochBenchmark.epoch"))
            .map(each -> each.intParam("threads"))
            .distinct()
            .sorted()
            .toList();
    List<String> header = new ArrayList<>(List.of("epoch"));
    counts.stream().skip(1).forEach(count -> header.add(Measurement.threadWords(count)));
    List<List<String>> rows = new ArrayList<>();
    for (String device : List.of("cpu-vector", "cpu-plain")) {
      for (int dim : EpochTable.dims(results)) {
        SortedMap<Integer, Double> times = byThreads(results, device, dim);
        if (times.size() < 2 || times.firstKey() != 1) {
          continue;
        }
        List<String> row = new ArrayList<>(List.of(device + ", d = " + dim));
        for (int count : counts.subList(1, counts.size())) {
          row.add(Numbers.times(times.get(1) / times.getOrDefault(count, Double.NaN)));
        }
        rows.add(row);
      }
    }
    return new Table(
        "threads",
        "Speed-up by threads",
        Table.filtered("EpochBenchmark"),
        RunFolder.JMH,
        header,
        rows);
  }
}
