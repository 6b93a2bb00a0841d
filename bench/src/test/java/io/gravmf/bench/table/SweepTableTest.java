package io.gravmf.bench.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.bench.result.DataShape;
import io.gravmf.bench.result.Iteration;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.ObjectiveCurve;
import io.gravmf.bench.result.PeerResult;
import io.gravmf.bench.result.RunResults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepTableTest {

  private static Measurement sweep(String device, String optimizer, int threads, double ms) {
    return new Measurement(
        "SweepBenchmark.sweep",
        Map.of(
            "device",
            device,
            "data",
            "sample",
            "dim",
            "64",
            "optimizer",
            optimizer.equals("als-implicit") ? "als" : optimizer,
            "threads",
            "" + threads,
            "feedback",
            optimizer.equals("als-implicit") ? "implicit" : "explicit",
            "sweeps",
            device.startsWith("cuda") ? "20" : "1"),
        1,
        List.of(List.of(new Iteration(ms, Double.NaN, Double.NaN, Double.NaN))));
  }

  private static ObjectiveCurve curve(String who, List<Double> total) {
    return new ObjectiveCurve(who, "", "sample", "", List.of(10, 20), List.of(0.5, 1.0), total);
  }

  private static final Machine MACHINE =
      new Machine(
          "",
          "",
          "",
          "",
          "",
          2,
          "",
          16,
          0,
          "",
          "",
          List.of(),
          List.of(),
          List.of(new DataShape("sample", "", 3, 4, 7, 2, null)),
          List.of(),
          0,
          0,
          null,
          null);

  private static final RunResults RESULTS =
      new RunResults(
          MACHINE,
          List.of(
              sweep("cpu-vector", "als", 1, 10),
              sweep("cpu-vector", "als", 2, 6),
              sweep("cpu-vector", "als-cg", 2, 2),
              sweep("cpu-vector", "als-implicit", 2, 8),
              sweep("cuda:0", "als", 1, 0.5),
              sweep("cpu-plain", "als", 2, 30)),
          List.of(
              new PeerResult("implicit-als", "", "sample", "cpu", 64, 2, 36, 35, 37),
              new PeerResult("spark-als-implicit", "", "sample", "cpu", 64, 2, 80, 79, 81),
              new PeerResult("implicit-als-cg", "", "sample", "cpu", 64, 2, 9, 8, 10)),
          List.of(),
          List.of(
              curve("adamw", List.of(0.95, 1.0)),
              curve("als", List.of(0.9, 0.8)),
              curve("als-cg", List.of(1.5, 1.1))),
          List.of(),
          List.of(),
          List.of());

  @Test
  void sweepsStandBesideThoseOfTheSameKind() {
    Table table = SweepTable.of(RESULTS);
    assertThat(table.rows()).hasSize(1);
    assertThat(table.cell("sample, 64", "als")).isEqualTo("6.00");
    assertThat(table.cell("sample, 64", "als, plain")).isEqualTo("30.0");
    assertThat(table.cell("sample, 64", "implicit-als / ours")).isEqualTo("6.00×");
    assertThat(table.cell("sample, 64", "implicit-als-cg / ours")).isEqualTo("4.50×");
    assertThat(table.cell("sample, 64", "spark-als-implicit / ours")).isEqualTo("10.0×");
    assertThat(table.cell("sample, 64", "als, cuda")).isEqualTo("0.500");
    assertThat(table.header()).doesNotContain("spark-als", "als-cg, cuda");
  }

  @Test
  void theObjectivesGoalIsAdamWs() {
    Table table = ObjectiveTable.of(RESULTS);
    assertThat(table.cell("adamw, sample", "seconds to that")).isEqualTo("0.500");
    assertThat(table.cell("als, sample", "as low as AdamW's last after")).isEqualTo("10");
    assertThat(table.cell("als-cg, sample", "seconds to that")).isEmpty();
  }
}
