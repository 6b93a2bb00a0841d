package io.gravmf.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Moves double arrays to and from channels, as {@link FloatBlocks} moves float arrays. */
final class DoubleBlocks {

  private static final int BLOCK = 1 << 15;

  private DoubleBlocks() {}

  static void write(WritableByteChannel channel, double[] values) throws IOException {
    for (int from = 0; from < values.length; from += BLOCK) {
      AtomicFile.writeFully(channel, block(values, from));
    }
  }

  /** Adds the bytes that values have in a file to a checksum. */
  static void update(CRC32C sum, double[] values) {
    for (int from = 0; from < values.length; from += BLOCK) {
      sum.update(block(values, from));
    }
  }

  private static ByteBuffer block(double[] values, int from) {
    int count = Math.min(BLOCK, values.length - from);
    ByteBuffer bytes = allocate(count);
    bytes.asDoubleBuffer().put(values, from, count);
    return bytes;
  }

  /**
   * Reads values; memory is allocated as they come.
   *
   * @param sum receives their bytes too
   */
  static double[] read(ReadableByteChannel channel, int count, CRC32C sum) throws IOException {
    double[] values = new double[Math.min(BLOCK, count)];
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      if (from + length > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(2L * values.length, count));
      }
      ByteBuffer block = allocate(length);
      FloatBlocks.readFully(channel, block);
      block.flip();
      block.asDoubleBuffer().get(values, from, length);
      sum.update(block);
    }
    return values;
  }

  private static ByteBuffer allocate(int count) {
    return ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
