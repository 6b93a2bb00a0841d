package io.gravmf.data.read;

import java.nio.charset.StandardCharsets;

/**
 * Parses decimal numbers from bytes, in one pass, to the nearest float: optional sign, digits with
 * at most one mark among them, and an exponent if wanted. Words and hexadecimal digits, which
 * {@link Float#parseFloat} takes, are no ratings.
 */
final class Decimal {

  /** All whole numbers below are floats. */
  static final long EXACT = 1L << 24;

  /** Powers of ten that are floats. Quotients of floats are correctly rounded (Clinger 1990). */
  private static final float[] POWERS = {
    1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  private Decimal() {}

  /** Returns the nearest float, infinite where it is too great, or NaN where there is no number. */
  static float parse(byte[] bytes, int start, int end, char mark) {
    int k = start;
    boolean negative = k < end && bytes[k] == '-';
    if (k < end && (negative || bytes[k] == '+')) {
      k++;
    }
    int first = k;
    int markAt = -1;
    long value = 0;
    for (; k < end; k++) {
      int digit = bytes[k] - '0';
      if (digit >= 0 && digit <= 9) {
        value = Math.min(10 * value + digit, EXACT);
      } else if (bytes[k] == mark && markAt < 0) {
        markAt = k;
      } else {
        break;
      }
    }
    if (k - first == (markAt < 0 ? 0 : 1)) {
      return Float.NaN;
    }
    int decimals = markAt < 0 ? 0 : k - markAt - 1;
    if (k == end && value < EXACT && decimals < POWERS.length) {
      float quotient = value / POWERS[decimals];
      return negative ? -quotient : quotient;
    }
    if (k < end && !isExponent(bytes, k, end)) {
      return Float.NaN;
    }
    String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    return Float.parseFloat(markAt < 0 ? text : text.replace(mark, '.'));
  }

  /** Returns whether a whole number beyond {@link #EXACT} is a float. */
  static boolean isExact(float value, byte[] bytes, int start, int end) {
    long whole = Integers.parse(bytes, start, end);
    return whole == Integers.NONE || (double) value == whole;
  }

  private static boolean isExponent(byte[] bytes, int start, int end) {
    if (bytes[start] != 'e' && bytes[start] != 'E') {
      return false;
    }
    int k = start + 1;
    if (k < end && (bytes[k] == '+' || bytes[k] == '-')) {
      k++;
    }
    int first = k;
    while (k < end && bytes[k] >= '0' && bytes[k] <= '9') {
      k++;
    }
    return k == end && k > first;
  }
}
