package io.gravmf.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that remembers why it could not be written: {@link java.io.PrintWriter} forgets,
 * and results would be cut without a word.
 */
public final class StandardOutput extends FilterOutputStream {

  private IOException failure;

  /** Takes where results go. */
  public StandardOutput(OutputStream out) {
    super(out);
  }

  /** Returns the first failure, or null; nothing is written behind one. */
  public synchronized IOException failure() {
    return failure;
  }

  /** Returns whether whoever reads has read enough, as {@code head} does, and is gone. */
  public synchronized boolean isReaderGone() {
    return failure != null && "Broken pipe".equals(failure.getMessage());
  }

  @Override
  public synchronized void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    requireNoFailure();
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    requireNoFailure();
    try {
      out.flush();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private void requireNoFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure);
    }
  }
}
