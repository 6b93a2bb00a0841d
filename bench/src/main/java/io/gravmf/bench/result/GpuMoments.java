package io.gravmf.bench.result;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** Reads what {@code nvidia-smi} saw of a GPU, moment by moment. */
public final class GpuMoments {

  /** NVML's bits of a clock held down; idling and clocks set by a person are none. */
  private static final Map<Long, String> REASONS = new LinkedHashMap<>();

  static {
    REASONS.put(0x4L, "power cap");
    REASONS.put(0x8L, "hardware slowdown");
    REASONS.put(0x20L, "heat (software)");
    REASONS.put(0x40L, "heat (hardware)");
    REASONS.put(0x80L, "power brake");
  }

  private static final int MEDIAN = 50;
  private static final int COLUMNS = 7;
  private static final int UUID = 1;
  private static final int SM = 2;
  private static final int MEMORY = 3;
  private static final int POWER = 4;
  private static final int HEAT = 5;
  private static final int THROTTLE = 6;
  private static final Pattern SEPARATOR = Pattern.compile(",\\s*");

  private GpuMoments() {}

  /** Returns the summary of a file, or null where it has no moments. */
  public static Machine.Gpu summary(Path file) {
    List<String[]> moments = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] cells = SEPARATOR.split(line.strip(), -1);
        // The first line names the columns; the last may be cut.
        if (cells.length == COLUMNS && cells[THROTTLE].startsWith("0x")) {
          moments.add(cells);
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage());
    }
    if (moments.isEmpty()) {
      return null;
    }
    List<String> throttled = new ArrayList<>();
    REASONS.forEach(
        (bit, words) -> {
          double share =
              moments.stream().filter(each -> (Long.decode(each[THROTTLE]) & bit) != 0).count()
                  / (double) moments.size();
          if (share > 0) {
            throttled.add(String.format(Locale.ROOT, "%s %.0f %%", words, 100 * share));
          }
        });
    return new Machine.Gpu(
        moments.get(0)[UUID],
        spread(moments, each -> number(each[SM])),
        spread(moments, each -> number(each[MEMORY])),
        spread(moments, each -> number(each[POWER])),
        spread(moments, each -> number(each[HEAT])).get(2),
        throttled);
  }

  /** Returns least, median and most; cards that lack a figure say so in words. */
  private static List<Double> spread(List<String[]> moments, ToDoubleFunction<String[]> value) {
    DescriptiveStatistics values = new DescriptiveStatistics();
    moments.stream()
        .mapToDouble(value)
        .filter(each -> !Double.isNaN(each))
        .forEach(values::addValue);
    return List.of(values.getMin(), values.getPercentile(MEDIAN), values.getMax());
  }

  private static double number(String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
