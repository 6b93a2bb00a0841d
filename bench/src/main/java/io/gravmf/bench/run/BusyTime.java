package io.gravmf.bench.run;

import io.gravmf.bench.result.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** How much of the processors others take, by Linux's accounts of time; unknown elsewhere. */
final class BusyTime {

  /** Columns of the line "cpu" in /proc/stat, and of /proc/self/stat behind the name. */
  private static final int IDLE = 3;

  private static final int WAITING = 4;
  private static final int STOLEN = 7;
  private static final int COUNTED = 8;
  private static final int OWN = 11;
  private static final int OWN_COUNT = 4;
  private static final double TICKS_A_SECOND = 100;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final long[] begun = now();
  private final long started = System.nanoTime();

  /** Returns idle, stolen, all and own ticks since the machine started; null where unknown. */
  private static long[] now() {
    try {
      long[] all =
          Arrays.stream(BLANKS.split(Files.readAllLines(Path.of("/proc/stat")).get(0)))
              .skip(1)
              .limit(COUNTED)
              .mapToLong(Long::parseLong)
              .toArray();
      String self = Files.readString(Path.of("/proc/self/stat"));
      long own =
          Arrays.stream(BLANKS.split(self.substring(self.lastIndexOf(')') + 2)))
              .skip(OWN)
              .limit(OWN_COUNT)
              .mapToLong(Long::parseLong)
              .sum();
      return new long[] {all[IDLE] + all[WAITING], all[STOLEN], Arrays.stream(all).sum(), own};
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  /** Returns what others took since this was made, in processors; null where unknown. */
  Machine.Busy sinceBegun() {
    long[] ended = now();
    if (begun == null || ended == null) {
      return null;
    }
    double ticks = TICKS_A_SECOND * 1e-9 * (System.nanoTime() - started);
    double stolen = (ended[1] - begun[1]) / ticks;
    double busy = ((ended[2] - begun[2]) - (ended[0] - begun[0])) / ticks;
    double own = (ended[3] - begun[3]) / ticks;
    return new Machine.Busy(rounded(Math.max(0, busy - stolen - own)), rounded(stolen));
  }

  private static double rounded(double value) {
    return Math.round(1e3 * value) / 1e3;
  }
}
