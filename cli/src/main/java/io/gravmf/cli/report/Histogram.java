package io.gravmf.cli.report;

import java.util.Arrays;
import java.util.List;

/**
 * Counts of values in bins of equal width; a bin holds its lower edge, and the last its upper too.
 *
 * @param from the lower edge of the first bin
 * @param width the width of each
 * @param counts how many values each holds
 */
public record Histogram(double from, double width, List<Integer> counts) {

  /**
   * Counts values from the smallest to the largest. Where all are whole numbers, so are the bins'
   * edges: otherwise some bins would hold more of the whole numbers than others.
   *
   * @param values at least one, finite
   * @param atMost how many bins there may be
   */
  public static Histogram of(double[] values, int atMost) {
    double least = Arrays.stream(values).min().orElseThrow();
    double most = Arrays.stream(values).max().orElseThrow();
    boolean whole = Arrays.stream(values).allMatch(value -> value == Math.rint(value));
    if (whole) {
      double width = Math.ceil((most - least + 1) / atMost);
      return between(values, least, width, (int) Math.ceil((most - least + 1) / width));
    }
    // One value alone, to the last bit, gets a bin of width 1.
    return most == least
        ? between(values, least - 0.5, 1, 1)
        : between(values, least, (most - least) / atMost, atMost);
  }

  /** Counts values in given bins; those outside count in the first or the last. */
  public static Histogram between(double[] values, double from, double width, int bins) {
    Integer[] counts = new Integer[bins];
    Arrays.fill(counts, 0);
    for (double value : values) {
      int bin = (int) Math.floor((value - from) / width);
      counts[Math.max(0, Math.min(bins - 1, bin))]++;
    }
    return new Histogram(from, width, List.of(counts));
  }

  /** Returns the middle of a bin. */
  public double middle(int bin) {
    return from + (bin + 0.5) * width;
  }
}
