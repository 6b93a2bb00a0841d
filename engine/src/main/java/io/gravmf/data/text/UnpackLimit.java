package io.gravmf.data.text;

import io.gravmf.data.InvalidInputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Unpacked bytes, refused where they are so many more than the packed ones that only a file made to
 * exhaust memory has them.
 */
final class UnpackLimit extends FilterInputStream {

  private final LongSupplier packed;
  private final String file;
  private final TextOptions options;
  private long unpacked;

  /**
   * @param packed how many packed bytes have been read so far, or are there at all
   * @param file for messages
   */
  UnpackLimit(InputStream unpacked, LongSupplier packed, String file, TextOptions options) {
    super(unpacked);
    this.packed = packed;
    this.file = file;
    this.options = options;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    unpacked += Math.max(read, 0);
    if (unpacked > TextOptions.UNPACKED_FREELY
        && unpacked / options.unpackLimit() > packed.getAsLong()) {
      throw new InvalidInputException(
          file
              + ": unpacks to more than "
              + options.unpackLimit()
              + " times its size, as only damage or malice does; if it is to be trusted, "
              + options.option("unpack-limit")
              + " "
              + 10 * options.unpackLimit());
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
