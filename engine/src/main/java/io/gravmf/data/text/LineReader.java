package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads lines as ranges of bytes, without an object for each: the current line is {@code
 * buffer()[start()..end())}, its line ending left out, be it LF, CRLF, CR or the end of the file.
 */
public final class LineReader implements Closeable {

  private static final int INITIAL_BUFFER = 1 << 18;

  /** A longer line is not a ratings file's. */
  private static final int MAX_LINE = 1 << 24;

  private final Path file;
  private final InputStream in;
  private final TextDecoder decoder;
  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int limit;
  private int start;
  private int end;
  private int next;

  private long lines;
  private long line;
  private boolean lineFeedMayFollow;
  private boolean hasZero;
  private boolean ended;

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it cannot be read or is not text
   */
  public LineReader(Path file, TextOptions options) {
    this.file = file;
    TextInput.Opened opened = TextInput.open(file, options);
    in = opened.bytes();
    decoder = opened.decoder();
  }

  private LineReader(Path file, byte[] head, TextDecoder decoder) {
    this.file = file;
    in = new ByteArrayInputStream(head);
    this.decoder = decoder;
  }

  /**
   * Returns a reader of the file's first lines, to look at before this one moves.
   *
   * @param bytes about how many bytes to look at; at most the buffer's size
   */
  public LineReader head(int bytes) {
    while (limit < bytes && !ended) {
      fill();
    }
    int to = limit;
    if (!ended) {
      // The last line is cut, unless it is the only one.
      while (to > 0 && buffer[to - 1] != '\n' && buffer[to - 1] != '\r') {
        to--;
      }
    }
    byte[] head = Arrays.copyOf(buffer, to == 0 ? limit : to);
    return new LineReader(file, head, decoder.fresh());
  }

  /** Returns whether all of the file is in the buffer or has been read. */
  public boolean isEnded() {
    return ended;
  }

  /**
   * Moves to the next line.
   *
   * @return false at the end of the file
   * @throws InvalidInputException if the file cannot be read or a line is too long
   */
  public boolean advance() {
    start = next;
    line = lines + 1;
    hasZero = false;
    if (lineFeedMayFollow) {
      skipLineFeed();
      start = next;
    }
    return scan(next);
  }

  /**
   * Makes the current line longer by the line that follows; the line end between them counts.
   *
   * @param most how many bytes it may have
   * @return false at the end of the file or where it would be too long; {@link #unextend()} then
   *     makes one line of it again
   */
  boolean extend(int most) {
    if (lineFeedMayFollow) {
      skipLineFeed();
    }
    return next - start < most && scan(next);
  }

  /** Undoes all calls of {@link #extend}. */
  void unextend() {
    lineFeedMayFollow = false;
    hasZero = false;
    next = start;
    lines = line - 1;
    scan(next);
  }

  private boolean scan(int from) {
    int scan = from;
    while (true) {
      int to = limit;
      byte[] bytes = buffer;
      for (; scan < to; scan++) {
        byte b = bytes[scan];
        if (b <= '\r' && b >= 0) {
          if (b == '\n') {
            return found(scan, scan + 1);
          }
          if (b == '\r') {
            boolean lineFeed = scan + 1 < to && bytes[scan + 1] == '\n';
            lineFeedMayFollow = scan + 1 == to;
            return found(scan, scan + (lineFeed ? 2 : 1));
          }
          hasZero |= b == 0;
        }
      }
      if (ended) {
        int last = limit;
        return next < last && found(last, last);
      }
      scan -= start;
      fill();
      scan += start;
    }
  }

  private boolean found(int lineEnd, int following) {
    end = lineEnd;
    next = following;
    lines++;
    return true;
  }

  /** Takes the second byte of a CRLF that the buffer's end had cut. */
  private void skipLineFeed() {
    lineFeedMayFollow = false;
    if (next == limit && !ended) {
      fill();
    }
    if (next < limit && buffer[next] == '\n') {
      next++;
    }
  }

  /** Moves the unfinished line to the buffer's start, enlarges the buffer if full, and reads. */
  private void fill() {
    int length = limit - start;
    if (length == buffer.length) {
      if (length >= MAX_LINE) {
        throw new InvalidInputException(
            file + ":" + line + ": a line of more than 16 MB, expected text");
      }
      buffer = Arrays.copyOf(buffer, 2 * length);
    } else {
      System.arraycopy(buffer, start, buffer, 0, length);
    }
    next -= start;
    start = 0;
    limit = length;
    try {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        ended = true;
      } else {
        limit += read;
      }
    } catch (IOException e) {
      InvalidInputException failure = TextInput.failure(file, e);
      String place = lines == 0 ? "" : " (after line " + lines + ")";
      throw new InvalidInputException(failure.getMessage() + place, e);
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Returns the number of the line where the current one starts, from 1. */
  public long line() {
    return line;
  }

  /** Returns how many lines have been read. */
  public long lines() {
    return lines;
  }

  /** Returns the file and the line, as messages start with them. */
  public String place() {
    return file + ":" + line;
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /** Returns whether the current line has a byte that no text has. */
  boolean hasZero() {
    return hasZero;
  }

  /** Returns whether the current line has blanks and tabs at most. */
  boolean isBlank() {
    for (int k = start; k < end; k++) {
      if (buffer[k] != ' ' && buffer[k] != '\t') {
        return false;
      }
    }
    return true;
  }

  TextDecoder decoder() {
    return decoder;
  }

  /** Returns the current line with a character for each byte, for those who look for ASCII. */
  String latin1() {
    return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns the current line as text.
   *
   * @throws InvalidInputException if its bytes are not of the file's encoding
   */
  public String text() {
    return decoder.decode(buffer, start, end, line);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw TextInput.failure(file, e);
    }
  }
}
