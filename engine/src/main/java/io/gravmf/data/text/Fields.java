package io.gravmf.data.text;

import java.util.regex.Pattern;

/** Shows pieces of files in messages. */
public final class Fields {

  private static final int SHOWN = 60;

  /** Control characters, and those that turn the direction of what follows. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

  private Fields() {}

  /** Shortens and cleans text for a message of one line. */
  public static String shown(String text) {
    boolean cut = text.length() > SHOWN;
    String clean = CONTROL.matcher(cut ? text.substring(0, SHOWN) : text).replaceAll("?");
    return cut ? clean + "..." : clean;
  }
}
