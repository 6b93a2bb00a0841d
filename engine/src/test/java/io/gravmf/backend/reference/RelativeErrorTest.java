package io.gravmf.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RelativeErrorTest {

  private static double of(double... pairs) {
    RelativeError error = new RelativeError();
    for (int k = 0; k < pairs.length; k += 2) {
      error.add(pairs[k], pairs[k + 1]);
    }
    return error.value();
  }

  @Test
  void isTheRatioOfTwoNorms() {
    assertThat(of(3.3, 3, 4.4, 4)).isCloseTo(0.1, within(1e-12));
    assertThat(of(1, 1, 2, 2)).isZero();
  }

  @Test
  void isTheNormItselfWhereZerosAreExpected() {
    assertThat(of(3, 0, 4, 0)).isEqualTo(5);
    assertThat(of()).isZero();
  }

  @Test
  void whatIsNoNumberIsNeverSmall() {
    assertThat(of(Double.NaN, 1, 1, 1) <= 1e9).isFalse();
    assertThat(of(Double.POSITIVE_INFINITY, 1) <= 1e9).isFalse();
    assertThat(of(1, Double.NEGATIVE_INFINITY) <= 1e9).isFalse();
    assertThat(of(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 2, 1)).isEqualTo(1);
  }
}
