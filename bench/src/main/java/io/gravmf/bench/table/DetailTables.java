package io.gravmf.bench.table;

import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import io.gravmf.bench.work.Ceilings;
import io.gravmf.bench.work.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A row for each result, with rates of the counted work and parts of the ceilings. */
final class DetailTables {

  private static final List<String> RATES =
      List.of("ms", "Mratings/s", "GFLOP/s", "of FMA", "GB/s", "of triad");

  private final RunResults results;
  private final Ceilings ceilings;

  DetailTables(RunResults results, Ceilings ceilings) {
    this.results = results;
    this.ceilings = ceilings;
  }

  Table epochs() {
    return table(
        "epochs",
        "Epochs on " + results.machine().mainData().source(),
        "EpochBenchmark",
        each -> each.benchmark().contains("EpochBenchmark") && isMain(each));
  }

  Table sweeps() {
    return table(
        "sweep-rates",
        "Sweeps over all ratings",
        "Sweep|Fma",
        each -> each.benchmark().startsWith("SweepBenchmark"));
  }

  Table kernels() {
    return table(
        "kernels",
        "The CPU's kernels by themselves, one thread, an epoch's worth of calls",
        "CpuKernelBenchmark",
        each -> each.benchmark().startsWith("CpuKernelBenchmark") && isMain(each));
  }

  Table cudaKernels() {
    return table(
        "cuda-kernels",
        "The CUDA kernels by themselves, by the device's events",
        "CudaKernelBenchmark",
        each -> each.benchmark().startsWith("CudaKernelBenchmark"));
  }

  Table shapes() {
    return table(
        "shapes",
        "Epochs on other shapes",
        "EpochBenchmark",
        each -> each.benchmark().contains("EpochBenchmark") && !isMain(each));
  }

  Table files() {
    return table(
        "files",
        "Files, top-N, t-SNE",
        "Load|ModelFiles|TopN|Tsne",
        each ->
            Stream.of("Load", "ModelFiles", "TopN", "Tsne")
                .anyMatch(name -> each.benchmark().startsWith(name)));
  }

  private boolean isMain(Measurement result) {
    return result.param("data").equals(results.machine().mainData().name());
  }

  private Table table(String id, String title, String filter, Predicate<Measurement> which) {
    List<List<String>> rows = new ArrayList<>();
    for (Measurement result : results.measurements()) {
      if (which.test(result)) {
        rows.add(row(result));
      }
    }
    List<String> header = new ArrayList<>(List.of("benchmark"));
    header.addAll(RATES);
    return new Table(id, title, Table.filtered(filter), RunFolder.JMH, header, rows);
  }

  private List<String> row(Measurement result) {
    Rates rates = Rates.of(result, results.machine());
    boolean onCpu =
        !result.benchmark().startsWith("Cuda") && !result.param("device").startsWith("cuda");
    int threads = Rates.threads(result);
    double flops = onCpu ? ceilings.gigaflops(threads) : Double.NaN;
    double bytes = onCpu ? ceilings.gigabytes(threads, rates.workingSet()) : Double.NaN;
    return List.of(
        nameHere(result),
        Numbers.interval(result.milliseconds(), result.halfWidth()),
        Numbers.significant(rates.megaratings()),
        Numbers.significant(rates.gigaflops()),
        Numbers.percent(rates.gigaflops(), flops),
        Numbers.significant(rates.gigabytes()),
        Numbers.percent(rates.gigabytes(), bytes));
  }

  private String nameHere(Measurement result) {
    String data = result.param("data");
    return result
        .label()
        .replaceFirst(", " + Pattern.quote(data) + "\\b", ", " + results.machine().label(data));
  }
}
