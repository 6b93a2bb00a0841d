package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void wholeNumbersFallIntoBinsOfAsManyWholeNumbersEach() {
    double[] values = new double[100];
    Arrays.setAll(values, k -> 20 + k);
    Histogram histogram = Histogram.of(values, 40);
    assertThat(histogram.from()).isEqualTo(20);
    assertThat(histogram.width()).isEqualTo(3);
    assertThat(histogram.counts()).hasSize(34).startsWith(3, 3).endsWith(3, 1);
    assertThat(histogram.counts().stream().mapToInt(count -> count).sum()).isEqualTo(100);
  }

  @Test
  void otherNumbersFillAllBinsFromTheLeastToTheGreatest() {
    Histogram histogram = Histogram.of(new double[] {1.5, 2, 2.5, 3.5}, 4);
    assertThat(histogram).isEqualTo(new Histogram(1.5, 0.5, java.util.List.of(1, 1, 1, 1)));
  }

  @Test
  void oneValueIsInTheMiddleOfItsBin() {
    assertThat(Histogram.of(new double[] {2.25, 2.25}, 40))
        .isEqualTo(new Histogram(1.75, 1, java.util.List.of(2)));
    assertThat(Histogram.of(new double[] {7}, 40))
        .isEqualTo(new Histogram(7, 1, java.util.List.of(1)));
  }

  @Test
  void valuesOutsideGivenBinsCountInTheOutermost() {
    assertThat(Histogram.between(new double[] {-9, 0.5, 1, 9}, 0, 1, 2).counts())
        .containsExactly(2, 2);
  }
}
