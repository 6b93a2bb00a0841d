package io.gravmf.bench.table;

import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** How long a value took from one processor to another, second by second. */
final class CoreToCoreTable {

  /** Between what a shared cache takes and what a link between caches takes. */
  private static final double FAR = 100;

  private static final int MEDIAN = 50;

  private CoreToCoreTable() {}

  static Table of(RunResults results) {
    List<Double> all = results.coreToCore();
    DescriptiveStatistics times = new DescriptiveStatistics();
    all.forEach(times::addValue);
    double far = all.stream().filter(time -> time > FAR).count();
    return new Table(
        "core-to-core",
        "Nanoseconds from one processor to another",
        "java bench/CoreToCore.java 60",
        RunFolder.CORE_TO_CORE,
        List.of("seconds", "least", "median", "most", "above " + (int) FAR),
        all.isEmpty()
            ? List.of()
            : List.of(
                List.of(
                    String.valueOf(all.size()),
                    Numbers.significant(times.getMin()),
                    Numbers.significant(times.getPercentile(MEDIAN)),
                    Numbers.significant(times.getMax()),
                    Numbers.percent(far, all.size()))));
  }
}
