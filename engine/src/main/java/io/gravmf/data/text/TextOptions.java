package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.nio.charset.Charset;

/**
 * How to open a text file that may be packed.
 *
 * @param encoding how its bytes stand for characters; null for UTF-16 where a byte order mark says
 *     so, otherwise UTF-8 and, where bytes are not that, Latin-1
 * @param member the file to read of a zip of several, by its whole name or the part behind the last
 *     slash; null where there is one
 * @param unpackLimit how many times its size a packed file may unpack to; {@link #UNPACKED_FREELY}
 *     bytes always may
 * @param prefix what messages put before the names of the options that would help
 */
public record TextOptions(Charset encoding, String member, long unpackLimit, String prefix) {

  /** Real ratings pack to a fifth or so; deflate can reach 1032. */
  public static final long DEFAULT_UNPACK_LIMIT = 100;

  /** Below this many bytes no ratio is suspicious. */
  public static final long UNPACKED_FREELY = 1L << 26;

  /** Everything found out from the file. */
  public static final TextOptions DEFAULT = new TextOptions(null, null, DEFAULT_UNPACK_LIMIT, "--");

  /**
   * @throws InvalidInputException if the limit is not positive
   */
  public TextOptions {
    if (unpackLimit < 1) {
      throw new InvalidInputException(
          prefix + "unpack-limit: found " + unpackLimit + ", expected 1 or more");
    }
  }

  /** Returns these options with an encoding, or null to find it out. */
  public TextOptions withEncoding(Charset value) {
    return new TextOptions(value, member, unpackLimit, prefix);
  }

  /** Returns these options with the member of a zip to read, or null for its only one. */
  public TextOptions withMember(String value) {
    return new TextOptions(encoding, value, unpackLimit, prefix);
  }

  /** Returns these options with how many times its size a packed file may unpack to. */
  public TextOptions withUnpackLimit(long value) {
    return new TextOptions(encoding, member, value, prefix);
  }

  /** Returns these options with what precedes the names of options in messages. */
  public TextOptions withPrefix(String value) {
    return new TextOptions(encoding, member, unpackLimit, value);
  }

  /** Returns an option's name as a user types it. */
  public String option(String name) {
    return prefix + name;
  }
}
