package io.gravmf.data.text;

/**
 * How the lines of a file are divided into fields.
 *
 * @param delimiter what separates fields; a blank stands for any run of blanks and tabs
 * @param quotes whether a field in double quotes may hold delimiters and line ends
 * @param comment the character that a comment starts with, or 0 where there are none
 */
public record Dialect(String delimiter, Quotes quotes, char comment) {

  /** What any run of blanks and tabs is written as. */
  public static final String BLANKS = " ";

  /** What double quotes around a field mean. */
  public enum Quotes {
    /** They are part of the field. */
    LITERAL,
    /** They enclose it. */
    ENCLOSING,
    /** They enclose it if those of the first such field are closed in its line, at its end. */
    AS_FIRST_SHOWN
  }

  /** Returns whether any run of blanks and tabs separates fields. */
  public boolean isBlanks() {
    return delimiter.equals(BLANKS);
  }

  /** Returns the delimiter in words. */
  public String delimiterInWords() {
    return switch (delimiter) {
      case "\t" -> "tabs";
      case BLANKS -> "blanks";
      default -> "'" + delimiter + "'";
    };
  }
}
