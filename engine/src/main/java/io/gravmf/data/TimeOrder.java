package io.gravmf.data;

/**
 * The places of ratings from the oldest to the newest, equal times in the order of the file: a
 * stable radix sort, least significant digit first, over the times' four 16-bit digits.
 */
final class TimeOrder {

  private static final int DIGIT_BITS = 16;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private TimeOrder() {}

  /** Returns the places of {@code times} in ascending order of their values. */
  static int[] of(long[] times) {
    int[] order = new int[times.length];
    for (int k = 0; k < order.length; k++) {
      order[k] = k;
    }
    int[] sorted = new int[times.length];
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
      int[] next = starts(times, shift);
      if (next == null) {
        continue;
      }
      for (int place : order) {
        sorted[next[digit(times[place], shift)]++] = place;
      }
      int[] free = order;
      order = sorted;
      sorted = free;
    }
    return order;
  }

  /** Returns where each digit's places start, or null where all times share the digit. */
  private static int[] starts(long[] times, int shift) {
    int[] counts = new int[DIGITS];
    for (long time : times) {
      counts[digit(time, shift)]++;
    }
    if (times.length == 0 || counts[digit(times[0], shift)] == times.length) {
      return null;
    }
    int start = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = counts[digit];
      counts[digit] = start;
      start += count;
    }
    return counts;
  }

  /** Flips the sign bit, so that negative times come first. */
  private static int digit(long time, int shift) {
    return (int) ((time ^ Long.MIN_VALUE) >>> shift) & (DIGITS - 1);
  }
}
