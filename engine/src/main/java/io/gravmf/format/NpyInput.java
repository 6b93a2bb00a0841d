package io.gravmf.format;

import io.gravmf.data.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** An {@code .npy} file whose header has been read and checked, at the start of its data. */
final class NpyInput implements Closeable {

  /** No header of a numeric array comes near it; a longer one is not worth the memory. */
  private static final int MAX_HEADER = 1 << 16;

  private static final int BLOCK = 1 << 16;
  private static final int SHOWN = 80;

  private final Path file;
  private final FileChannel channel;
  private long dataStart;
  private NpyHeader header;

  private NpyInput(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static NpyInput open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": found a directory, expected a .npy file");
    }
    FileChannel channel = FileChannel.open(file);
    try {
      NpyInput input = new NpyInput(file, channel);
      input.readHeader();
      return input;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void readHeader() throws IOException {
    int versionAt = NpyHeader.MAGIC.length;
    int lengthAt = versionAt + 2;
    byte[] start = read(0, lengthAt, "a .npy file");
    require(
        start[0] != 'P' || start[1] != 'K',
        0,
        "a .npz archive",
        "a .npy file; numpy.save(FILE, numpy.load(ARCHIVE)[NAME]) writes one of its arrays");
    require(Arrays.mismatch(start, NpyHeader.MAGIC) == versionAt, 0, "other bytes", "a .npy file");
    int version = start[versionAt] & 0xff;
    require(version >= 1 && version <= 3, versionAt, "version " + version, "version 1, 2 or 3");
    int lengthSize = version == 1 ? Short.BYTES : Integer.BYTES;
    byte[] encoded = read(lengthAt, lengthSize, "the header's length");
    ByteBuffer little =
        ByteBuffer.wrap(Arrays.copyOf(encoded, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    long length = little.getLong();
    require(
        length <= MAX_HEADER,
        lengthAt,
        "a header of " + length + " bytes",
        "one of at most " + MAX_HEADER);
    int headerAt = lengthAt + lengthSize;
    byte[] bytes = read(headerAt, (int) length, "a header of " + length + " bytes");
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    header =
        NpyHeader.parse(text)
            .orElseThrow(
                () ->
                    problem(
                        headerAt, "the header " + shown, "descr, fortran_order and shape alone"));
    require(
        header.descr().matches("[<>](f4|f8|i4|i8)"),
        headerAt,
        "type " + header.descr(),
        "type f4, f8, i4 or i8 (array.astype gives it)");
    require(
        !header.fortranOrder() || header.shape().length < 2,
        headerAt,
        "Fortran order",
        "C order (numpy.ascontiguousarray gives it)");
    dataStart = headerAt + length;
  }

  private byte[] read(long offset, int count, String expected) throws IOException {
    long left = channel.size() - offset;
    require(left >= count, offset, left + " bytes", expected);
    ByteBuffer bytes = ByteBuffer.allocate(count);
    FloatBlocks.readFully(channel, bytes);
    return bytes.array();
  }

  FileChannel channel() {
    return channel;
  }

  boolean isFloatingPoint() {
    return header.descr().charAt(1) == 'f';
  }

  int width() {
    return header.descr().charAt(2) - '0';
  }

  ByteOrder byteOrder() {
    return header.descr().charAt(0) == '<' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /**
   * Returns the dimensions, after checking that there are so many and that arrays can have them.
   */
  int[] requireShape(int dimensions, String expected) {
    long[] shape = header.shape();
    String shown = "shape " + Arrays.toString(shape);
    require(
        shape.length == dimensions, headerStart(), shown, expected + " (array.reshape gives it)");
    for (long dimension : shape) {
      require(dimension <= Integer.MAX_VALUE, headerStart(), shown, "dimensions below 2^31");
    }
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }

  void requireKind(boolean floatingPoint) {
    require(
        isFloatingPoint() == floatingPoint,
        headerStart(),
        "type " + header.descr(),
        (floatingPoint ? "float32 or float64" : "int32 or int64") + " (array.astype gives it)");
  }

  /** Checks that the file holds a vector of one kind and returns its length. */
  int requireVector(boolean floatingPoint) throws IOException {
    int length = requireShape(1, "a vector")[0];
    requireKind(floatingPoint);
    return requireLength(length);
  }

  private long headerStart() {
    return NpyHeader.MAGIC.length + 2L;
  }

  /** Checks that the file has exactly so many elements and that an array can hold them. */
  int requireLength(long count) throws IOException {
    long left = channel.size() - dataStart;
    require(
        count <= Integer.MAX_VALUE - 8,
        headerStart(),
        "shape " + Arrays.toString(header.shape()),
        "at most " + (Integer.MAX_VALUE - 8) + " elements");
    require(
        count * width() == left,
        dataStart,
        left + " bytes of data",
        count * width() + " bytes for shape " + Arrays.toString(header.shape()));
    return (int) count;
  }

  /** Takes the value at the buffer's position as the k-th. */
  interface Element {
    void take(int k, ByteBuffer block);
  }

  void forEach(int count, Element element) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK).order(byteOrder());
    for (int k = 0; k < count; ) {
      int inBlock = Math.min(BLOCK / width(), count - k);
      block.clear().limit(inBlock * width());
      FloatBlocks.readFully(channel, block);
      block.flip();
      for (int end = k + inBlock; k < end; k++) {
        element.take(k, block);
      }
    }
  }

  /** Returns the exception for the k-th element. */
  InvalidInputException problemAt(int k, String found, String expected) {
    return problem(dataStart + (long) k * width(), "element " + k + " is " + found, expected);
  }

  private void require(boolean holds, long offset, String found, String expected) {
    if (!holds) {
      throw problem(offset, found, expected);
    }
  }

  private InvalidInputException problem(long offset, String found, String expected) {
    return new InvalidInputException(
        file + ": offset " + offset + ": found " + found + ", expected " + expected);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
