package io.gravmf.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

class RanksTest {

  /** The shifts at which SciPy 1.17's exact {@code mannwhitneyu} passes p = 0.01. */
  @Test
  void theIntervalOfTwoSamplesIsWhereMannAndWhitneysTestTurns() {
    Ranks.Shift shift =
        Ranks.ofSamples(
            new double[] {0.301, 0.599, 0.026, -0.591, -0.155, -0.692, 0.36, 1.64, -0.192},
            new double[] {0.98, 2.09, 1.957, 1.705, 0.67, 1.571, 2.295, 0.256},
            0.01);
    assertThat(shift.value()).isCloseTo(1.383, within(1e-9));
    assertThat(shift.low()).isCloseTo(0.23, within(1e-9));
    assertThat(shift.high()).isCloseTo(2.296, within(1e-9));
  }

  /** The same by SciPy's exact {@code wilcoxon}. */
  @Test
  void theIntervalOfPairsIsWhereTheSignedRankTestTurns() {
    Ranks.Shift shift =
        Ranks.ofPairs(
            new double[] {
              0.042, -1.401, -0.79, -1.342, 0.265, -0.767, 0.771, 0.657, 0.313, -2.017, -0.039
            },
            0.01);
    assertThat(shift.value()).isCloseTo(-0.36725, within(1e-9));
    assertThat(shift.low()).isCloseTo(-1.392, within(1e-9));
    assertThat(shift.high()).isCloseTo(0.485, within(1e-9));
  }

  @Property(tries = 200)
  void anIntervalLeavesOutZeroWhereTheTestOfCommonsMathRejectsIt(
      @ForAll @Size(min = 8, max = 15) @UniqueElements
          List<@DoubleRange(min = -1, max = 3) Double> values) {
    double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (Arrays.stream(x).map(Math::abs).distinct().count() < x.length
        || Arrays.stream(x).anyMatch(each -> each == 0)) {
      return;
    }
    double p = new WilcoxonSignedRankTest().wilcoxonSignedRankTest(x, new double[x.length], true);
    Ranks.Shift shift = Ranks.ofPairs(x, 0.01);
    assertThat(shift.low() > 0 || shift.high() < 0).isEqualTo(p <= 0.01);
  }

  @Test
  void tooFewValuesHaveNoInterval() {
    Ranks.Shift seven = Ranks.ofPairs(new double[] {1, 2, 3, 4, 5, 6, 7}, 0.01);
    assertThat(seven.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Ranks.ofPairs(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 0.01).low()).isEqualTo(1);
    double[] four = {1, 2, 3, 4};
    double[] five = {1, 2, 3, 4, 5};
    assertThat(Ranks.ofSamples(four, five, 0.01).high()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Ranks.ofSamples(five, five, 0.01).high()).isEqualTo(4);
  }
}
