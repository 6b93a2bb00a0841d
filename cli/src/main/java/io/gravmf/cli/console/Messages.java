package io.gravmf.cli.console;

import java.util.regex.Pattern;

/** What people read: a line, whatever the input holds that it is about. */
public final class Messages {

  private static final int MOST = 1000;
  private static final int BEHIND = 200;
  private static final int MOST_OF_A_NAME = 80;
  private static final int SHOWN_OF_A_NAME = 60;

  private static final Pattern LINE_END = Pattern.compile("\\R");

  /** Control characters of both sets, and those that turn the direction of what follows. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

  private Messages() {}

  /**
   * Makes a message, an id or a title one line of what a terminal shows and does not obey. One that
   * is very long loses its middle: a message begins with what is wrong and ends with the way out.
   */
  public static String oneLine(String message) {
    String oneLine = LINE_END.matcher(String.valueOf(message)).replaceAll(" ");
    String line = CONTROL.matcher(oneLine).replaceAll("?");
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
