package io.gravmf.bench.profile;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a value takes from one processor to another. On a virtual machine this changes by the
 * second with the physical processors that it is given, and with it all that threads do together.
 */
final class Exchange {

  private static final int CHUNKS = 21;
  private static final int ROUND_TRIPS = 400;

  /** Between two looks at the clock, which takes longer than a look at the ball. */
  private static final int SPINS = 1 << 10;

  /** Ends where other programs hold one of the processors, and each round trip takes long. */
  private static final long MOST_NANOS = 20_000_000;

  private final AtomicLong value = new AtomicLong();
  private volatile boolean ended;
  private final long begun = System.nanoTime();

  private Exchange() {}

  /**
   * Returns the nanoseconds of one way, the median over some milliseconds; NaN on one processor.
   */
  static double nanoseconds() {
    return Runtime.getRuntime().availableProcessors() < 2 ? Double.NaN : new Exchange().measure();
  }

  private double measure() {
    Thread echo = new Thread(this::echo, "exchange");
    echo.start();
    double[] chunks = new double[CHUNKS];
    int measured = 0;
    long ball = 0;
    while (measured < CHUNKS && (measured == 0 || inTime())) {
      long from = System.nanoTime();
      int trips = 0;
      for (boolean returned = true; trips < ROUND_TRIPS && returned; trips++) {
        value.set(++ball);
        returned = returned(++ball);
      }
      chunks[measured++] = (System.nanoTime() - from) / (2.0 * trips);
    }
    ended = true;
    try {
      echo.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Arrays.sort(chunks, 0, measured);
    return chunks[measured / 2];
  }

  private boolean inTime() {
    return System.nanoTime() - begun < MOST_NANOS;
  }

  /** Waits for the ball; gives up in time. */
  private boolean returned(long ball) {
    for (int spins = 1; value.get() != ball; spins++) {
      Thread.onSpinWait();
      if (spins % SPINS == 0 && !inTime()) {
        return false;
      }
    }
    return true;
  }

  private void echo() {
    for (long ball = 1; ; ball += 2) {
      while (value.get() != ball) {
        Thread.onSpinWait();
        if (ended) {
          return;
        }
      }
      value.set(ball + 1);
    }
  }
}
