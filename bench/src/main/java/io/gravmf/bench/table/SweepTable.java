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
import java.util.stream.IntStream;

/**
 * Milliseconds of a sweep over all ratings beside other software's, each with the number of threads
 * that suits it best. Columns without a figure are left out.
 */
final class SweepTable {

  private static final String BENCHMARK = "SweepBenchmark.sweep";

  /**
   * Sweeps of this software.
   *
   * @param title of the column
   * @param device as it begins, for a GPU may be one of several
   */
  private record Ours(String title, String device, String optimizer, String feedback) {

    Optional<Measurement> of(RunResults results, String data, int dim) {
      return results
          .all(
              BENCHMARK,
              Map.of("data", data, "dim", "" + dim, "optimizer", optimizer, "feedback", feedback))
          .filter(each -> each.param("device").startsWith(device))
          .min(Comparator.comparingDouble(Measurement::milliseconds));
    }
  }

  private static final Ours EXACT = new Ours("als", "cpu-vector", "als", "explicit");
  private static final Ours GRADIENTS = new Ours("als-cg", "cpu-vector", "als-cg", "explicit");
  private static final Ours IMPLICIT = new Ours("als, implicit", "cpu-vector", "als", "implicit");

  private static final List<Ours> OURS =
      List.of(
          EXACT,
          GRADIENTS,
          IMPLICIT,
          new Ours("als, plain", "cpu-plain", "als", "explicit"),
          new Ours("als-cg, plain", "cpu-plain", "als-cg", "explicit"),
          new Ours("als, cuda", "cuda", "als", "explicit"),
          new Ours("als-cg, cuda", "cuda", "als-cg", "explicit"));

  /**
   * Other software's sweeps.
   *
   * @param beside what does the same here
   */
  private record Peer(String name, Ours beside) {

    Optional<PeerResult> of(RunResults results, String data, int dim) {
      return results.peers().stream()
          .filter(each -> each.peer().equals(name) && each.data().equals(data))
          .filter(each -> each.dim() == dim)
          .min(Comparator.comparingDouble(PeerResult::ms));
    }
  }

  private static final List<Peer> PEERS =
      List.of(
          new Peer("implicit-als", EXACT),
          new Peer("implicit-als-cg", GRADIENTS),
          new Peer("spark-als", EXACT),
          new Peer("spark-als-implicit", IMPLICIT));

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
    List<String> header = new ArrayList<>(List.of("ratings, d"));
    OURS.forEach(ours -> header.add(ours.title()));
    PEERS.forEach(peer -> header.addAll(List.of(peer.name(), peer.name() + " / ours")));
    List<List<String>> rows = new ArrayList<>();
    for (String name : data) {
      for (int dim : dims) {
        List<String> row = row(results, name, dim);
        if (row.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
          rows.add(row);
        }
      }
    }
    List<Integer> filled =
        IntStream.range(0, header.size())
            .filter(k -> rows.stream().anyMatch(row -> !row.get(k).isEmpty()))
            .boxed()
            .toList();
    return new Table(
        "sweeps",
        "Milliseconds of a sweep over all ratings",
        Table.filtered("Sweep|peers (implicit|Spark)"),
        RunFolder.JMH + ", " + RunFolder.PEERS,
        filled.stream().map(header::get).toList(),
        rows.stream().map(row -> filled.stream().map(row::get).toList()).toList());
  }

  private static List<String> row(RunResults results, String data, int dim) {
    List<String> row = new ArrayList<>(List.of(results.machine().label(data) + ", " + dim));
    for (Ours ours : OURS) {
      row.add(
          ours.of(results, data, dim)
              .map(each -> Numbers.interval(each.milliseconds(), each.halfWidth()))
              .orElse(""));
    }
    for (Peer peer : PEERS) {
      Optional<PeerResult> other = peer.of(results, data, dim);
      Optional<Measurement> ours = peer.beside().of(results, data, dim);
      row.add(other.map(each -> Numbers.significant(each.ms())).orElse(""));
      row.add(
          other.isEmpty() || ours.isEmpty()
              ? ""
              : Numbers.times(other.get().ms() / ours.get().milliseconds()));
    }
    return row;
  }
}
