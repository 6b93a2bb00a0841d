package io.gravmf.data.text;

/** Shows pieces of files in messages. */
public final class Fields {

  private static final int SHOWN = 60;

  private Fields() {}

  /** Shortens and cleans text for a message of one line. */
  public static String shown(String text) {
    boolean cut = text.length() > SHOWN;
    String clean = (cut ? text.substring(0, SHOWN) : text).replaceAll("\\p{Cntrl}", "?");
    return cut ? clean + "..." : clean;
  }
}
