package io.gravmf.data.read;

/** Parses whole numbers from bytes. */
final class Integers {

  /** What stands for no number; the least long is none. */
  static final long NONE = Long.MIN_VALUE;

  private static final int MAX_DIGITS = 19;

  private Integers() {}

  /** Returns a number of at most 19 digits, with a minus or not, or {@link #NONE}. */
  static long parse(byte[] bytes, int start, int end) {
    boolean negative = start < end && bytes[start] == '-';
    int first = negative ? start + 1 : start;
    if (first == end || end - first > MAX_DIGITS) {
      return NONE;
    }
    long value = 0;
    for (int k = first; k < end; k++) {
      int digit = bytes[k] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      value = 10 * value + digit;
    }
    // 19 digits that pass the greatest long wrap once, to a negative number.
    if (value < 0) {
      return NONE;
    }
    return negative ? -value : value;
  }

  /** Returns a number that is written as {@link Long#toString} does, or {@link #NONE}. */
  static long parseCanonical(byte[] bytes, int start, int end) {
    if (start < end && (bytes[start] == '0' || bytes[start] == '-')) {
      int first = bytes[start] == '-' ? start + 1 : start;
      boolean zero = end - start == 1 && bytes[start] == '0';
      if (!zero && first < end && bytes[first] == '0') {
        return NONE;
      }
    }
    return parse(bytes, start, end);
  }
}
