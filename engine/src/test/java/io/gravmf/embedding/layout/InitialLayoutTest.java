package io.gravmf.embedding.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InitialLayoutTest {

  @Test
  void theRandomLayoutIsSmallAndNormal() {
    Layout layout = InitialLayout.random(20_000, 3, 3);
    for (int axis = 0; axis < 3; axis++) {
      double sum = 0;
      double squares = 0;
      int withinOne = 0;
      for (int i = 0; i < layout.points; i++) {
        double value = layout.axis(axis)[i] * 1e4;
        sum += value;
        squares += value * value;
        withinOne += Math.abs(value) < 1 ? 1 : 0;
      }
      assertThat(sum / layout.points).isCloseTo(0, within(0.03));
      assertThat(squares / layout.points).isCloseTo(1, within(0.05));
      assertThat(withinOne / (double) layout.points).isCloseTo(0.6827, within(0.015));
    }
  }
}
