package io.gravmf.cli.csv;

import java.util.regex.Pattern;

/**
 * Text that no spreadsheet takes for a formula (OWASP, "CSV Injection"): an apostrophe comes before
 * an {@code =}, {@code +}, {@code -} or {@code @}, also of full width, or a control character that
 * a cell begins with.
 *
 * <p>Where a spreadsheet expects semicolons or tabs between cells, as in many countries, text
 * within a cell begins another one, whatever quotes are around it; so the same goes for what
 * follows a separator. Numbers stay as they are.
 */
final class SafeText {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?+");

  private static final String FORMULAS = "=+-@\uff1d\uff0b\uff0d\uff20";
  private static final String SEPARATORS = ";,|\t\r\n";
  private static final String CONTROLS = "\t\r\n";

  /** What a spreadsheet may skip to find a cell's beginning. */
  private static final String SKIPPED = " \"";

  private SafeText() {}

  /** Returns the text, or what is safe in its place; null stays null. */
  static String of(String text) {
    if (text == null || text.isEmpty() || NUMBER.matcher(text).matches()) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 1);
    boolean begins = true;
    for (int k = 0; k < text.length(); k++) {
      char c = text.charAt(k);
      if ((begins && FORMULAS.indexOf(c) >= 0) || (k == 0 && CONTROLS.indexOf(c) >= 0)) {
        safe.append('\'');
      }
      safe.append(c);
      begins = SEPARATORS.indexOf(c) >= 0 || (begins && SKIPPED.indexOf(c) >= 0);
    }
    return safe.toString();
  }
}
