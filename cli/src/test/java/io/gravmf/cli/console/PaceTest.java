package io.gravmf.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final AtomicLong millis = new AtomicLong(7);
  private final Pace pace = new Pace(0, () -> millis.get() * 1_000_000);

  private void after(long elapsed, long done) {
    millis.addAndGet(elapsed);
    pace.done(done);
  }

  /** The first epoch takes 108 ms, the others 0.3 ms: 20 000 of them are 6 seconds, not 36 min. */
  @Test
  void theFirstSecondIsNoGuessAndItsSpeedIsForgotten() {
    after(108, 1);
    assertThat(pace.left(20_000)).isEmpty();
    after(300, 30);
    after(300, 500);
    after(300, 1500);
    after(300, 2500);
    assertThat(pace.left(20_000).orElseThrow())
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
  }

  @Test
  void theLaterHalfCounts() {
    for (int k = 1; k <= 10; k++) {
      after(1000, k);
    }
    for (int k = 1; k <= 10; k++) {
      after(1000, 10 + 100 * k);
    }
    assertThat(pace.left(2010)).contains(Duration.ofSeconds(10));
  }

  @Test
  void whatIsDoneTakesNoTimeAndWhatStandsStillHasNoEnd() {
    after(10, 100);
    assertThat(pace.left(100)).contains(Duration.ZERO);
    after(5000, 100);
    after(5000, 100);
    after(5000, 100);
    assertThat(pace.left(200)).isEmpty();
  }
}
