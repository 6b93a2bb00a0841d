package io.gravmf.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Moves float arrays to and from channels in little-endian order, a block at a time and bit by bit:
 * the payload of a NaN stays what it is.
 */
final class FloatBlocks {

  private static final int BLOCK_FLOATS = 1 << 16;

  /** 4 MiB. */
  private static final int FIRST_FLOATS = 1 << 20;

  private FloatBlocks() {}

  static void write(WritableByteChannel channel, float[] values) throws IOException {
    ByteBuffer block = block(values.length);
    for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, values.length - from);
      block.clear();
      block.asFloatBuffer().put(values, from, count);
      block.limit(count * Float.BYTES);
      AtomicFile.writeFully(channel, block);
    }
  }

  static void read(ReadableByteChannel channel, float[] values) throws IOException {
    read(channel, values, 0, null);
  }

  /**
   * Reads values whose number nobody has checked: memory is allocated as they come, at most three
   * times what has come.
   *
   * @param sum receives their bytes too
   */
  static float[] readGrowing(ReadableByteChannel channel, int count, CRC32C sum)
      throws IOException {
    float[] values = new float[Math.min(FIRST_FLOATS, count)];
    read(channel, values, 0, sum);
    while (values.length < count) {
      int have = values.length;
      values = Arrays.copyOf(values, (int) Math.min(2L * have, count));
      read(channel, values, have, sum);
    }
    return values;
  }

  /**
   * Reads values.
   *
   * @param start where the first goes
   * @param sum receives their bytes too; null for none
   */
  static void read(ReadableByteChannel channel, float[] values, int start, CRC32C sum)
      throws IOException {
    ByteBuffer block = block(values.length - start);
    for (int from = start; from < values.length; from += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, values.length - from);
      block.clear().limit(count * Float.BYTES);
      readFully(channel, block);
      block.flip();
      block.asFloatBuffer().get(values, from, count);
      if (sum != null) {
        sum.update(block);
      }
    }
  }

  /** Adds the bytes that values have in a file to a checksum. */
  static void update(CRC32C sum, float[] values) {
    ByteBuffer block = block(values.length);
    for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, values.length - from);
      block.clear();
      block.asFloatBuffer().put(values, from, count);
      block.limit(count * Float.BYTES);
      sum.update(block);
    }
  }

  private static ByteBuffer block(int floats) {
    return ByteBuffer.allocate(Math.min(BLOCK_FLOATS, floats) * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  static void readFully(ReadableByteChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new EOFException();
      }
    }
  }
}
