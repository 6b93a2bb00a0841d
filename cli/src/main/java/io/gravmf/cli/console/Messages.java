package io.gravmf.cli.console;

/** What people read of errors: a line, whatever the input holds that it is about. */
public final class Messages {

  private static final int MOST = 1000;
  private static final int BEHIND = 200;
  private static final int MOST_OF_A_NAME = 80;
  private static final int SHOWN_OF_A_NAME = 60;

  private Messages() {}

  /**
   * Makes a message one line without control characters, which could also write over a terminal.
   * One that is very long loses its middle: it begins with what is wrong and ends with the way out.
   */
  public static String oneLine(String message) {
    String line = String.valueOf(message).replaceAll("\\R", " ").replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MOST
        ? line
        : line.substring(0, MOST - BEHIND) + " ... " + line.substring(line.length() - BEHIND);
  }

  /** Puts an id or a title between quotes; of a very long one, the beginning and its length. */
  public static String quoted(String name) {
    return name.length() <= MOST_OF_A_NAME
        ? "'" + name + "'"
        : "'" + name.substring(0, SHOWN_OF_A_NAME) + "...' (" + name.length() + " characters)";
  }

  /** Whether a name is short enough that others are like it. */
  public static boolean isShort(String name) {
    return name.length() <= MOST_OF_A_NAME;
  }
}
