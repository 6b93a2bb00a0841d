package io.gravmf.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes of a channel, read without asking for its place or size: a pipe has neither, and the
 * JDK's own adapter fails there with "Illegal seek" (Java 17).
 */
final class ChannelInput extends InputStream {

  private final ReadableByteChannel channel;
  private long count;

  ChannelInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = channel.read(ByteBuffer.wrap(bytes, offset, length));
    count += Math.max(read, 0);
    return read;
  }

  /** Returns how many bytes have been read. */
  long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
