package io.gravmf.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Moves float arrays to and from files in little-endian order, a block at a time and bit by bit:
 * the payload of a NaN stays what it is.
 */
final class FloatBlocks {

  private static final int BLOCK_FLOATS = 1 << 16;

  private FloatBlocks() {}

  static void write(FileChannel channel, float[] values) throws IOException {
    ByteBuffer block = block(values.length);
    for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, values.length - from);
      block.clear();
      block.asFloatBuffer().put(values, from, count);
      block.limit(count * Float.BYTES);
      AtomicFile.writeFully(channel, block);
    }
  }

  static void read(FileChannel channel, float[] values) throws IOException {
    ByteBuffer block = block(values.length);
    for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, values.length - from);
      block.clear().limit(count * Float.BYTES);
      readFully(channel, block);
      block.flip();
      block.asFloatBuffer().get(values, from, count);
    }
  }

  private static ByteBuffer block(int floats) {
    return ByteBuffer.allocate(Math.min(BLOCK_FLOATS, floats) * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  static void readFully(FileChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new EOFException();
      }
    }
  }
}
