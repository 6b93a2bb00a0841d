package io.gravmf.bench.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void threeDigitsWithoutAnExponent() {
    assertThat(Numbers.significant(1.2345)).isEqualTo("1.23");
    assertThat(Numbers.significant(0.00012345)).isEqualTo("0.000123");
    assertThat(Numbers.significant(12_345_678)).isEqualTo("12300000");
    assertThat(Numbers.significant(99.96)).isEqualTo("100");
    assertThat(Numbers.significant(2)).isEqualTo("2.00");
    assertThat(Numbers.significant(Double.NaN)).isEmpty();
    assertThat(Numbers.percent(1, Double.NaN)).isEmpty();
    assertThat(Numbers.percent(1, 3)).isEqualTo("33 %");
    assertThat(Numbers.interval(1.5, Double.NaN)).isEqualTo("1.50");
    assertThat(Numbers.interval(1.5, 0.25)).isEqualTo("1.50 ± 0.250");
    assertThat(Numbers.times(15.04)).isEqualTo("15.0×");
  }
}
