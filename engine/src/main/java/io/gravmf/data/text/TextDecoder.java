package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Decodes a file's bytes as UTF-8, strictly: ids must not be merged. Where the file's encoding is
 * not named and the first bytes beyond ASCII are not UTF-8, all of it is Latin-1.
 */
final class TextDecoder {

  /** What a lenient decoder puts in place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final Path file;
  private final TextOptions options;
  private final Charset encoding;
  private final boolean named;
  private boolean latin1;
  private long firstBeyondAscii;

  /**
   * @param encoding UTF-8 or Latin-1, or null to find it out
   */
  TextDecoder(Path file, Charset encoding, TextOptions options) {
    this.file = file;
    this.options = options;
    this.encoding = encoding;
    named = encoding != null;
    latin1 = StandardCharsets.ISO_8859_1.equals(encoding);
  }

  /** Returns a decoder that has seen nothing of the file. */
  TextDecoder fresh() {
    return new TextDecoder(file, encoding, options);
  }

  /**
   * Decodes bytes.
   *
   * @param line where they are
   * @throws InvalidInputException if they are not of the file's encoding
   */
  String decode(byte[] bytes, int start, int end, long line) {
    if (latin1 || isAscii(bytes, start, end)) {
      return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
    String text = utf8(bytes, start, end);
    if (text == null && !named && firstBeyondAscii == 0) {
      latin1 = true;
      text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
    if (text == null) {
      throw new InvalidInputException(
          file
              + ":"
              + line
              + ": found '"
              + Fields.shown(new String(bytes, start, end - start, StandardCharsets.UTF_8))
              + "', expected UTF-8 text"
              + (named ? "" : " as in line " + firstBeyondAscii)
              + "; for another encoding "
              + options.option("encoding")
              + " latin1");
    }
    if (firstBeyondAscii == 0) {
      firstBeyondAscii = line;
    }
    return text;
  }

  /** Returns the line whose bytes showed that the file is Latin-1, or 0 where it is not. */
  long latin1Since() {
    return latin1 && !named ? firstBeyondAscii : 0;
  }

  private static boolean isAscii(byte[] bytes, int start, int end) {
    int all = 0;
    for (int k = start; k < end; k++) {
      all |= bytes[k];
    }
    return all >= 0;
  }

  /** Returns null where the bytes are not UTF-8. */
  private static String utf8(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
      } catch (CharacterCodingException malformed) {
        return null;
      }
    }
    return text;
  }
}
