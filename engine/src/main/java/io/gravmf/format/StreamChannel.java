package io.gravmf.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Streams as channels, for buffers that are arrays. Unlike those of {@link
 * java.nio.channels.Channels} they never close the stream, which an interrupted thread's would: a
 * run that was stopped so must still get its model out.
 */
final class StreamChannel {

  private StreamChannel() {}

  static ReadableByteChannel of(InputStream in) {
    return new Source(in);
  }

  static WritableByteChannel of(OutputStream out) {
    return new Sink(out);
  }

  private record Source(InputStream in) implements ReadableByteChannel {

    @Override
    public int read(ByteBuffer into) throws IOException {
      int at = into.arrayOffset() + into.position();
      int count = in.read(into.array(), at, into.remaining());
      if (count > 0) {
        into.position(into.position() + count);
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private record Sink(OutputStream out) implements WritableByteChannel {

    @Override
    public int write(ByteBuffer from) throws IOException {
      int count = from.remaining();
      out.write(from.array(), from.arrayOffset() + from.position(), count);
      from.position(from.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
