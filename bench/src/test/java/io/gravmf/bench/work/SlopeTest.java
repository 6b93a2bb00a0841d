package io.gravmf.bench.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SlopeTest {

  @Test
  void aSlopeIsThatOfThePowerLaw() {
    Slope slope = new Slope();
    for (double x = 1; x < 100; x *= 2) {
      slope.add(x, 3 * x * x);
    }
    assertThat(slope.exponent()).isCloseTo(2, within(1e-9));
  }
}
