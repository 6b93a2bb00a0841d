package io.gravmf.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SuiteTest {

  private static List<String> sweeps(boolean full, String noCuda) {
    Circumstances here =
        new Circumstances("sample", 2, 16, null, "cuda:1", null, noCuda, List.of("gram"));
    return new Suite(here, full)
        .cases().stream().map(Case::label).filter(label -> label.contains("Sweep")).toList();
  }

  @Test
  void sweepsAreOfEveryBackendAndOptimiserByDAndThreads() {
    for (String device : List.of("cpu-vector", "cpu-plain", "cuda:1")) {
      for (String optimizer : List.of("als", "als-cg")) {
        String words = "data=sample device=" + device + " dim=100 feedback=explicit optimizer=";
        assertThat(sweeps(false, null))
            .as(device)
            .anyMatch(label -> label.contains(words + optimizer + " "));
      }
    }
    Stream<String> exact = sweeps(true, null).stream().filter(l -> l.contains("optimizer=als "));
    assertThat(exact.filter(l -> l.contains("device=cpu-vector") && l.contains("sample")))
        .hasSize(Suite.SWEEP_DIMS.size() * 2);
  }

  @Test
  void noSweepsOfAGpuWithoutOne() {
    assertThat(sweeps(true, "no driver")).isNotEmpty().noneMatch(label -> label.contains("cuda"));
  }
}
