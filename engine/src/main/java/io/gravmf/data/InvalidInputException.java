package io.gravmf.data;

import java.util.regex.Pattern;

/**
 * Says in one line what is wrong with something that a user supplied: which file, where in it, what
 * was found and what was expected. Commands print the message alone and end with exit code 2.
 */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Control characters of both sets, what ends lines, what turns the direction of text. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\x{2028}-\\x{202E}\\x{2066}-\\x{2069}]");

  /** Creates an exception; what a file put into the message cannot break its one line. */
  public InvalidInputException(String message) {
    super(oneLine(message));
  }

  /** Creates an exception with its cause; likewise. */
  public InvalidInputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return CONTROL.matcher(message).replaceAll("?");
  }
}
