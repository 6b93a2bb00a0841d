package io.gravmf.bench.table;

import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.PeerResult;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Milliseconds of an epoch by d beside PyTorch, each with the number of threads that suits it best.
 */
public final class EpochTable {

  private EpochTable() {}

  /** Returns the engine's result on the main data, with the number of threads that is fastest. */
  public static Optional<Measurement> engine(RunResults results, String device, int dim) {
    String data = results.machine().mainData().name();
    if (device.equals("cuda")) {
      return results.one(
          "CudaEpochBenchmark.epochs",
          Map.of("data", data, "dim", "" + dim, "gravity", "AUTO", "path", "AUTO"));
    }
    return results
        .all("EpochBenchmark.epoch", Map.of("device", device, "data", data, "dim", "" + dim))
        .min(Comparator.comparingDouble(Measurement::milliseconds));
  }

  /** Returns PyTorch's fastest form and number of threads, of forms whose names begin so. */
  public static Optional<PeerResult> pytorch(
      RunResults results, String form, String device, int dim) {
    return results.peers().stream()
        .filter(peer -> peer.peer().startsWith("pytorch-" + form))
        .filter(peer -> peer.data().equals(results.machine().mainData().name()))
        .filter(peer -> peer.device().equals(device) && peer.dim() == dim)
        .min(Comparator.comparingDouble(PeerResult::ms));
  }

  /** Returns each d that an epoch was measured with on the main data, ascending. */
  public static SortedSet<Integer> dims(RunResults results) {
    SortedSet<Integer> dims = new TreeSet<>();
    Map<String, String> main = Map.of("data", results.machine().mainData().name());
    results.all("EpochBenchmark.epoch", main).forEach(each -> dims.add(each.intParam("dim")));
    results.all("CudaEpochBenchmark.epochs", main).forEach(each -> dims.add(each.intParam("dim")));
    return dims;
  }

  static Table of(RunResults results) {
    boolean gpu = results.measurements().stream().anyMatch(m -> m.benchmark().startsWith("CudaEp"));
    List<String> header = new ArrayList<>(List.of("d"));
    if (gpu) {
      header.addAll(List.of("cuda", "PyTorch dense, GPU", "best PyTorch, GPU"));
    }
    header.addAll(
        List.of(
            "cpu-vector",
            "cpu-plain",
            "PyTorch dense",
            "PyTorch dense, tuned",
            "best PyTorch",
            "form",
            "dense / cpu-vector",
            "tuned dense / cpu-vector",
            "best / cpu-vector"));
    List<List<String>> rows = new ArrayList<>();
    for (int dim : dims(results)) {
      Optional<Measurement> vector = engine(results, "cpu-vector", dim);
      Optional<PeerResult> dense = pytorch(results, "dense", "cpu", dim);
      Optional<PeerResult> tuned = pytorch(results, "tuned-dense", "cpu", dim);
      Optional<PeerResult> best = pytorch(results, "", "cpu", dim);
      List<String> row = new ArrayList<>(List.of("" + dim));
      if (gpu) {
        row.add(engine(results, "cuda", dim).map(EpochTable::text).orElse(""));
        row.add(pytorch(results, "dense", "cuda", dim).map(EpochTable::text).orElse(""));
        row.add(pytorch(results, "", "cuda", dim).map(EpochTable::text).orElse(""));
      }
      row.add(vector.map(EpochTable::text).orElse(""));
      row.add(engine(results, "cpu-plain", dim).map(EpochTable::text).orElse(""));
      row.add(dense.map(EpochTable::text).orElse(""));
      row.add(tuned.map(EpochTable::text).orElse(""));
      row.add(best.map(EpochTable::text).orElse(""));
      row.add(best.map(EpochTable::form).orElse(""));
      row.add(ratio(dense, vector));
      row.add(ratio(tuned, vector));
      row.add(ratio(best, vector));
      rows.add(row);
    }
    return new Table(
        "epoch",
        "Milliseconds of an epoch, " + results.machine().mainData().source(),
        Table.filtered("EpochBenchmark|peers"),
        RunFolder.JMH + ", " + RunFolder.PEERS,
        header,
        rows);
  }

  private static String text(Measurement result) {
    return Numbers.interval(result.milliseconds(), result.halfWidth());
  }

  private static String text(PeerResult peer) {
    return Numbers.significant(peer.ms());
  }

  private static String form(PeerResult peer) {
    return peer.peer().substring("pytorch-".length())
        + ", "
        + Measurement.threadWords(peer.threads());
  }

  private static String ratio(Optional<PeerResult> peer, Optional<Measurement> engine) {
    return peer.isEmpty() || engine.isEmpty()
        ? ""
        : Numbers.times(peer.get().ms() / engine.get().milliseconds());
  }
}
