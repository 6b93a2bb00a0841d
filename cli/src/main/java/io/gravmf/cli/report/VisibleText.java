package io.gravmf.cli.report;

/**
 * Text from files as it can be shown: without what would be obeyed instead of read. Control
 * characters become the pictures that Unicode has of them; what ends lines or overrides the
 * direction of other text, and what XML and so SVG forbids, become replacement characters.
 */
final class VisibleText {

  private static final int MOST = 22;
  private static final char REPLACEMENT = '\uFFFD';
  private static final char PICTURE_OF_NULL = '\u2400';
  private static final char PICTURE_OF_DELETE = '\u2421';
  private static final char DELETE = '\u007F';

  private VisibleText() {}

  /** A genre's name for a plot, which has no room for a long one; no two genres share it. */
  static String of(Genre genre) {
    String name = genre.name();
    boolean isLong = name.codePointCount(0, name.length()) > MOST;
    String cut = isLong ? name.substring(0, name.offsetByCodePoints(0, MOST - 1)) + '…' : name;
    String shown = of(cut);
    return shown.equals(name) ? name : shown + " (" + genre.index() + ")";
  }

  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(VisibleText::visible).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static int visible(int c) {
    if (c < ' ') {
      return PICTURE_OF_NULL + c;
    }
    if (c == DELETE) {
      return PICTURE_OF_DELETE;
    }
    return isForbidden(c) ? REPLACEMENT : c;
  }

  private static boolean isForbidden(int c) {
    boolean control = c > DELETE && c < '\u00A0';
    boolean line = c == '\u2028' || c == '\u2029';
    boolean direction = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    boolean halfOfOne = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean noCharacter = c == '\uFFFE' || c == '\uFFFF';
    return control || line || direction || halfOfOne || noCharacter;
  }
}
