package io.gravmf.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.bench.result.ObjectiveCurve;
import org.junit.jupiter.api.Test;

class TimeToObjectiveTest {

  @Test
  void allBeginAtTheSameFactorsAndFall() {
    ObjectiveCurve adamw = TimeToObjective.run("30x40x300", "cpu-plain", "adamw", 20, 10);
    ObjectiveCurve als = TimeToObjective.run("30x40x300", "cpu-plain", "als", 3, 1);
    assertThat(adamw.steps()).containsExactly(10, 20);
    assertThat(als.steps()).containsExactly(1, 2, 3);
    assertThat(als.seconds()).isSorted();
    assertThat(als.lowest()).isLessThan(adamw.lowest());
    assertThat(als.firstAt(adamw.lowest())).isNotNegative();
    assertThat(adamw.firstAt(als.lowest())).isEqualTo(-1);
  }
}
