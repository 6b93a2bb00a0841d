package io.gravmf.bench.table;

import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.work.Ceilings;
import java.util.ArrayList;
import java.util.List;

/** What this machine can do at most. */
final class CeilingTable {

  private CeilingTable() {}

  static Table of(Ceilings ceilings) {
    List<Integer> threads = ceilings.threads();
    List<String> header = new ArrayList<>(List.of("ceiling"));
    threads.forEach(count -> header.add(Measurement.threadWords(count)));
    List<List<String>> rows = new ArrayList<>();
    if (!threads.isEmpty()) {
      List<String> fma = new ArrayList<>(List.of("fused multiply-add, GFLOP/s"));
      threads.forEach(count -> fma.add(Numbers.significant(ceilings.gigaflops(count))));
      rows.add(fma);
    }
    for (int kib : ceilings.triadSizes()) {
      List<String> row = new ArrayList<>(List.of("triad on " + size(kib) + " a thread, GB/s"));
      for (int count : threads) {
        row.add(Numbers.significant(ceilings.gigabytes(count, 1024.0 * kib * count)));
      }
      rows.add(row);
    }
    return new Table(
        "ceilings",
        "This machine's ceilings",
        Table.filtered("Fma|Triad"),
        RunFolder.JMH,
        header,
        rows);
  }

  private static String size(int kib) {
    return kib < 1024 ? kib + " KiB" : kib / 1024 + " MiB";
  }
}
