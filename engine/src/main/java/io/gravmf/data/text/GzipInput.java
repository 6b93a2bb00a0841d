package io.gravmf.data.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The contents of all members of a gzip file (RFC 1952), one after the other.
 *
 * <p>{@link java.util.zip.GZIPInputStream} stops without a word behind a member where no more bytes
 * are there <em>yet</em>, as in a slow pipe (JDK-7036144), and where the next member's header is
 * cut. Zeros behind the last member are padding, as for gzip itself; anything else is an error.
 */
final class GzipInput extends InputStream {

  private static final int BUFFER = 1 << 16;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private int at;
  private int limit;
  private boolean inMember;
  private boolean ended;

  /** Reads the members of a stream, the first of which must be there. */
  GzipInput(InputStream in) throws IOException {
    this.in = in;
    header();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (length > 0) {
      if (!inMember && (ended || !next())) {
        return -1;
      }
      int read = inflate(bytes, offset, length);
      if (read > 0) {
        checksum.update(bytes, offset, read);
        return read;
      }
      trailer();
    }
    return 0;
  }

  /** Returns how many bytes were unpacked, 0 at the member's end. */
  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (true) {
        int read = inflater.inflate(bytes, offset, length);
        if (read > 0) {
          return read;
        }
        if (inflater.finished() || inflater.needsDictionary()) {
          at = limit - inflater.getRemaining();
          return 0;
        }
        at = limit;
        requireMore();
        inflater.setInput(buffer, at, limit - at);
      }
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    }
  }

  /** Moves to the next member, over zeros; false at the end. */
  private boolean next() throws IOException {
    boolean padded = false;
    while (more()) {
      if (buffer[at] != 0) {
        if (padded) {
          throw new ZipException("behind its end there is more than zeros");
        }
        header();
        return true;
      }
      padded = true;
      at++;
    }
    ended = true;
    return false;
  }

  private void header() throws IOException {
    if (unsigned() != 0x1f || unsigned() != 0x8b) {
      throw new ZipException("behind its end there is something else than another gzip member");
    }
    int method = unsigned();
    int flags = unsigned();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException("its header names method " + method + ", flags " + flags);
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(unsigned() | unsigned() << 8);
    }
    for (int text = NAME; text <= COMMENT; text *= 2) {
      if ((flags & text) != 0) {
        while (unsigned() != 0) {
          // The name and the comment end with a zero and are of no use.
        }
      }
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, at, limit - at);
    checksum.reset();
    inMember = true;
  }

  private void trailer() throws IOException {
    long expected = littleEndian();
    long length = littleEndian();
    if (expected != checksum.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("its checksum is wrong");
    }
    inMember = false;
  }

  private long littleEndian() throws IOException {
    return unsigned() | unsigned() << 8 | unsigned() << 16 | (long) unsigned() << 24;
  }

  private void skip(int count) throws IOException {
    for (int k = 0; k < count; k++) {
      unsigned();
    }
  }

  private int unsigned() throws IOException {
    requireMore();
    return buffer[at++] & 0xff;
  }

  private void requireMore() throws IOException {
    if (!more()) {
      throw new EOFException();
    }
  }

  /** Reads on where all has been taken; false at the end. */
  private boolean more() throws IOException {
    if (at == limit) {
      at = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return at < limit;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
