package io.gravmf.format;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Parses the Python literal of a header in one pass: a dictionary whose values are a string, a
 * truth value or a tuple of whole numbers.
 */
final class NpyDictionary {

  /** As in NumPy 2. */
  private static final int MAX_DIMENSIONS = 64;

  private static final int MAX_DIGITS = 18;

  private final String text;
  private int at;

  private NpyDictionary(String text) {
    this.text = text;
  }

  /**
   * Returns the values by key: a {@link String}, a {@link Boolean} or an array of longs.
   *
   * @throws IllegalArgumentException if it is no such dictionary
   */
  static Map<String, Object> parse(String text) {
    return new NpyDictionary(text).dictionary();
  }

  private Map<String, Object> dictionary() {
    Map<String, Object> values = new HashMap<>();
    expect('{');
    while (!accept('}')) {
      String key = string();
      expect(':');
      if (values.put(key, value()) != null) {
        throw new IllegalArgumentException(key + " is there twice");
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skipBlanks();
    if (at < text.length()) {
      throw new IllegalArgumentException("there is more behind the dictionary");
    }
    return values;
  }

  private Object value() {
    skipBlanks();
    char first = at < text.length() ? text.charAt(at) : 0;
    if (first == '\'' || first == '"') {
      return string();
    }
    if (first == '(') {
      return tuple();
    }
    for (boolean truth : new boolean[] {false, true}) {
      String word = truth ? "True" : "False";
      if (text.startsWith(word, at)) {
        at += word.length();
        return truth;
      }
    }
    throw new IllegalArgumentException("there is another value");
  }

  private String string() {
    skipBlanks();
    char quote = at < text.length() ? text.charAt(at) : 0;
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw new IllegalArgumentException("there is no string");
    }
    String string = text.substring(at + 1, end);
    at = end + 1;
    return string;
  }

  private long[] tuple() {
    expect('(');
    long[] numbers = new long[MAX_DIMENSIONS];
    int count = 0;
    while (!accept(')')) {
      if (count == MAX_DIMENSIONS) {
        throw new IllegalArgumentException("there are too many dimensions");
      }
      numbers[count++] = number();
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  private long number() {
    skipBlanks();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > MAX_DIGITS) {
      throw new IllegalArgumentException("there is no dimension");
    }
    long number = Long.parseLong(text.substring(start, at));
    // Python 2 wrote a long as 3L.
    at += text.startsWith("L", at) ? 1 : 0;
    return number;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw new IllegalArgumentException("there is no " + c);
    }
  }

  private boolean accept(char c) {
    skipBlanks();
    boolean found = at < text.length() && text.charAt(at) == c;
    at += found ? 1 : 0;
    return found;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
