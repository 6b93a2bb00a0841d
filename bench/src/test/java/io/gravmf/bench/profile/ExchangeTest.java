package io.gravmf.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExchangeTest {

  /** Within what light and schedulers allow; many times, so that a lost ball would show. */
  @Test
  void aValueTakesItsTime() {
    for (int k = 0; k < 20; k++) {
      double nanoseconds = Exchange.nanoseconds();
      assertThat(Double.isNaN(nanoseconds) || (nanoseconds > 0.1 && nanoseconds < 1e9))
          .as("%s", nanoseconds)
          .isTrue();
    }
  }
}
