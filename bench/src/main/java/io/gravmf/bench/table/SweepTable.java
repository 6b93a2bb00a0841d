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
import java.util.TreeSet;

/**
 * Milliseconds of a sweep over all ratings beside other software's, each with the number of threads
 * that suits it best.
 */
final class SweepTable {

  private static final String BENCHMARK = "SweepBenchmark.sweep";
  private static final List<String> PEERS =
      List.of("implicit-als", "implicit-als-cg", "spark-als", "spark-als-implicit");

  private SweepTable() {}

  static Table of(RunResults results) {
    TreeSet<String> data = new TreeSet<>(Comparator.comparing(String::length));
    TreeSet<Integer> dims = new TreeSet<>();
    results
        .all(BENCHMARK, Map.of())
        .forEach(
            each -> {
              data.add(each.param("data"));
              dims.add(each.intParam("dim"));
            });
    List<String> header =
        new ArrayList<>(List.of("ratings, d", "als", "als-cg", "als, plain", "als-cg, plain"));
    PEERS.forEach(peer -> header.addAll(List.of(peer, peer + " / ours")));
    List<List<String>> rows = new ArrayList<>();
    for (String name : data) {
      for (int dim : dims) {
        Optional<Measurement> exact = engine(results, "cpu-vector", name, dim, "als");
        Optional<Measurement> gradients = engine(results, "cpu-vector", name, dim, "als-cg");
        if (exact.isEmpty() && gradients.isEmpty()) {
          continue;
        }
        List<String> row = new ArrayList<>(List.of(results.machine().label(name) + ", " + dim));
        row.add(text(exact));
        row.add(text(gradients));
        row.add(text(engine(results, "cpu-plain", name, dim, "als")));
        row.add(text(engine(results, "cpu-plain", name, dim, "als-cg")));
        for (String peer : PEERS) {
          Optional<PeerResult> other = peer(results, peer, name, dim);
          row.add(other.map(each -> Numbers.significant(each.ms())).orElse(""));
          row.add(ratio(other, peer.endsWith("-cg") ? gradients : exact));
        }
        rows.add(row);
      }
    }
    return new Table(
        "sweeps",
        "Milliseconds of a sweep over all ratings",
        Table.filtered("SweepBenchmark|peers"),
        RunFolder.JMH + ", " + RunFolder.PEERS,
        header,
        rows);
  }

  private static Optional<Measurement> engine(
      RunResults results, String device, String data, int dim, String optimizer) {
    return results
        .all(
            BENCHMARK,
            Map.of("device", device, "data", data, "dim", "" + dim, "optimizer", optimizer))
        .min(Comparator.comparingDouble(Measurement::milliseconds));
  }

  private static Optional<PeerResult> peer(RunResults results, String name, String data, int dim) {
    return results.peers().stream()
        .filter(each -> each.peer().equals(name) && each.data().equals(data) && each.dim() == dim)
        .min(Comparator.comparingDouble(PeerResult::ms));
  }

  private static String text(Optional<Measurement> result) {
    return result.map(each -> Numbers.interval(each.milliseconds(), each.halfWidth())).orElse("");
  }

  private static String ratio(Optional<PeerResult> peer, Optional<Measurement> engine) {
    return peer.isEmpty() || engine.isEmpty()
        ? ""
        : Numbers.times(peer.get().ms() / engine.get().milliseconds());
  }
}
