package io.gravmf.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.bench.result.Measurement;
import io.gravmf.data.InvalidInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static Measurement measured(String name, Double... samples) {
    return new Measurement(name, Map.of("dim", "8"), 1, List.of(samples), List.of());
  }

  /**
   * By SciPy's Welch test ({@code ttest_ind(..., equal_var=False)}) of the logarithms: t = -3.97216
   * and p = 0.00433797, hence the difference 0.167644 with the interval [0.069851, 0.265438].
   */
  @Test
  void theIntervalIsWelchs() {
    Comparison.Ratio ratio =
        Comparison.Ratio.of(
            List.of(10.0, 11.0, 12.0, 10.5, 11.5), List.of(12.0, 13.0, 12.5, 13.5, 14.0));
    assertThat(Math.log(ratio.value())).isCloseTo(0.167644, within(1e-6));
    assertThat(Math.log(ratio.low())).isCloseTo(0.069851, within(1e-6));
    assertThat(Math.log(ratio.high())).isCloseTo(0.265438, within(1e-6));
    assertThat(ratio.verdict()).isEqualTo("slower");
  }

  @Test
  void printsWhatBothRunsHaveAndRefusesRunsOfDifferentThings() {
    List<Measurement> before =
        List.of(measured("A.a", 10.0, 10.1, 9.9), measured("A.gone", 1.0, 2.0));
    List<Measurement> after =
        List.of(measured("A.a", 5.0, 5.1, 4.9), measured("A.added", 1.0, 2.0));
    StringWriter out = new StringWriter();
    assertThat(Comparison.print(before, after, new PrintWriter(out))).isZero();
    assertThat(out.toString())
        .contains("faster", "0.500 [0.4", "a, d = 8", "1 benchmarks compared, 0 slower")
        .doesNotContain("gone", "added");
    List<Measurement> same = Stream.of(measured("A.a", 10.0, 10.2, 9.9)).toList();
    StringWriter again = new StringWriter();
    Comparison.print(before, same, new PrintWriter(again));
    assertThat(again.toString()).contains("same");
    assertThatThrownBy(
            () ->
                Comparison.print(before, List.of(measured("B.b", 1.0, 2.0)), new PrintWriter(out)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no benchmark");
  }
}
