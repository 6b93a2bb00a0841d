package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads lines as ranges of bytes, without an object for each: the current line is {@code
 * buffer()[start()..end())}, its line ending left out, be it LF or CRLF or the end of the file.
 */
public final class LineReader implements Closeable {

  private static final int INITIAL_BUFFER = 1 << 18;

  /** A longer line is not a ratings file's. */
  private static final int MAX_LINE = 1 << 24;

  private final Path file;
  private final InputStream in;
  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int limit;
  private int start;
  private int end;
  private int next;
  private long line;
  private boolean ended;

  public LineReader(Path file) {
    this.file = file;
    in = TextInput.open(file);
  }

  /**
   * Moves to the next line.
   *
   * @return false at the end of the file
   * @throws InvalidInputException if the file cannot be read or is not text
   */
  public boolean advance() {
    start = next;
    int scan = next;
    while (true) {
      for (; scan < limit; scan++) {
        if (buffer[scan] == '\n') {
          next = scan + 1;
          return found(scan);
        }
        if (buffer[scan] == 0) {
          throw new InvalidInputException(
              file + ":" + (line + 1) + ": found a zero byte, expected UTF-8 text");
        }
      }
      if (ended) {
        next = limit;
        return start < limit && found(limit);
      }
      scan -= start;
      fill();
      scan += start;
    }
  }

  private boolean found(int lineEnd) {
    end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    line++;
    return true;
  }

  /** Moves the unfinished line to the buffer's start, enlarges the buffer if full, and reads. */
  private void fill() {
    int length = limit - start;
    if (length == buffer.length) {
      if (length >= MAX_LINE) {
        throw new InvalidInputException(
            file + ":" + (line + 1) + ": a line of more than 16 MB, expected text");
      }
      buffer = Arrays.copyOf(buffer, 2 * length);
    } else {
      System.arraycopy(buffer, start, buffer, 0, length);
    }
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
      throw new InvalidInputException(failure.getMessage() + " (after line " + line + ")", e);
    }
  }

  public byte[] buffer() {
    return buffer;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** Returns the current line's number, from 1. */
  public long line() {
    return line;
  }

  public Path file() {
    return file;
  }

  /** Returns the current line as text. */
  public String text(Charset charset) {
    return new String(buffer, start, end - start, charset);
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
