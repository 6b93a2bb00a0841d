package io.gravmf.data.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text in any encoding, as the bytes of UTF-8. Bytes that are not that encoding are an error. */
final class Utf8Input extends FilterInputStream {

  private static final int CHARACTERS = 1 << 13;

  private final Reader reader;
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);
  private final CharBuffer characters = CharBuffer.allocate(CHARACTERS).flip();
  private final ByteBuffer bytes = ByteBuffer.allocate(3 * CHARACTERS).flip();
  private boolean ended;

  Utf8Input(InputStream in, Charset encoding) {
    super(in);
    reader =
        new InputStreamReader(
            in,
            encoding
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  @Override
  public int read() throws IOException {
    return bytes.hasRemaining() || encode() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!bytes.hasRemaining() && !encode()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(into, offset, count);
    return count;
  }

  /** Fills {@link #bytes}; false at the end. */
  private boolean encode() throws IOException {
    bytes.clear();
    while (bytes.position() == 0 && !ended) {
      characters.compact();
      ended = reader.read(characters) < 0;
      characters.flip();
      // What is left over is the first half of a surrogate pair.
      var result = encoder.encode(characters, bytes, ended);
      if (result.isError()) {
        result.throwException();
      }
    }
    return bytes.flip().hasRemaining();
  }

  @Override
  public int available() {
    return bytes.remaining();
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
