package io.gravmf.format;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's {@code .npy} files, versions 1 to 3 (NumPy Enhancement Proposal 1): float matrices and
 * integer vectors, in C order.
 */
public final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int MAX_HEADER = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]*)\\)");

  private Npy() {}

  /**
   * Reads a matrix of float32, or of float64 rounded to float32.
   *
   * @throws InvalidInputException if the file is missing, damaged or something else
   */
  public static FloatMatrix readMatrix(Path file) {
    try (Input in = Input.open(file)) {
      in.require(in.shape.length == 2, "a matrix, and shape " + shown(in.shape));
      in.require(in.kind == 'f', "float32 or float64, and type " + in.descr);
      int rows = in.size(in.shape[0]);
      int columns = in.size(in.shape[1]);
      in.requireLength((long) rows * columns);
      FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
      float[] values = matrix.values();
      if (in.width == Float.BYTES && in.byteOrder == ByteOrder.LITTLE_ENDIAN) {
        FloatBlocks.read(in.channel, values);
      } else {
        in.forEach(
            values.length,
            (k, block) ->
                values[k] = in.width == Float.BYTES ? block.getFloat() : (float) block.getDouble());
      }
      return matrix;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /**
   * Reads a vector of int32, or of int64 with values that fit int32.
   *
   * @throws InvalidInputException if the file is missing, damaged or something else
   */
  public static int[] readIntVector(Path file) {
    try (Input in = Input.open(file)) {
      in.require(in.shape.length == 1, "a vector, and shape " + shown(in.shape));
      in.require(in.kind == 'i', "int32 or int64, and type " + in.descr);
      int[] values = new int[in.requireLength(in.shape[0])];
      in.forEach(
          values.length,
          (k, block) -> {
            long value = in.width == Integer.BYTES ? block.getInt() : block.getLong();
            if (value != (int) value) {
              throw new InvalidInputException(
                  file + ": entry " + k + " is " + value + ", expected an int32");
            }
            values[k] = (int) value;
          });
      return values;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Writes a float32 matrix, replacing the file as a whole. */
  public static void write(Path file, FloatMatrix matrix) {
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer header =
              ByteBuffer.wrap(header("<f4", matrix.rows() + ", " + matrix.columns()));
          while (header.hasRemaining()) {
            channel.write(header);
          }
          FloatBlocks.write(channel, matrix.values());
        });
  }

  private static byte[] header(String descr, String shape) {
    StringBuilder text =
        new StringBuilder("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape);
    text.append("), }");
    int prefix = MAGIC.length + 4;
    while ((prefix + text.length() + 1) % ALIGNMENT != 0) {
      text.append(' ');
    }
    text.append('\n');
    ByteBuffer bytes = ByteBuffer.allocate(prefix + text.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) text.length());
    bytes.put(text.toString().getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  private static String shown(long[] shape) {
    return java.util.Arrays.toString(shape);
  }

  private static InvalidInputException failure(Path file, IOException e) {
    return new InvalidInputException(
        file + ": " + (e instanceof NoSuchFileException ? "no such file" : e.getMessage()), e);
  }

  /** Takes the value at the buffer's position as the k-th. */
  private interface Element {
    void take(int k, ByteBuffer block);
  }

  /** A file whose header has been read. */
  private static final class Input implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private String descr;
    private char kind;
    private int width;
    private ByteOrder byteOrder;
    private long[] shape;

    private Input(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    static Input open(Path file) throws IOException {
      if (Files.isDirectory(file)) {
        throw new InvalidInputException(file + ": found a directory, expected a .npy file");
      }
      FileChannel channel = FileChannel.open(file);
      try {
        Input in = new Input(file, channel);
        in.readHeader();
        return in;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    private void readHeader() throws IOException {
      ByteBuffer start = ByteBuffer.allocate(MAGIC.length + 2);
      require(channel.size() >= start.capacity() + 2, "a .npy file, and " + channel.size() + " B");
      FloatBlocks.readFully(channel, start);
      byte[] magic = new byte[MAGIC.length];
      start.flip().get(magic);
      require(java.util.Arrays.equals(magic, MAGIC), "a .npy file, and other bytes at offset 0");
      int version = start.get();
      require(version >= 1 && version <= 3, "version 1 to 3 at offset 6, and " + version);
      ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4);
      FloatBlocks.readFully(channel, length.order(ByteOrder.LITTLE_ENDIAN));
      length.flip();
      long size = version == 1 ? length.getShort() & 0xffff : length.getInt() & 0xffffffffL;
      require(
          size <= Math.min(MAX_HEADER, channel.size() - channel.position()),
          "a header within the file at offset 8, and a length of " + size);
      ByteBuffer header = ByteBuffer.allocate((int) size);
      FloatBlocks.readFully(channel, header);
      parse(new String(header.array(), StandardCharsets.UTF_8));
    }

    private void parse(String header) {
      Matcher type = DESCR.matcher(header);
      Matcher order = ORDER.matcher(header);
      Matcher dimensions = SHAPE.matcher(header);
      require(
          type.find() && order.find() && dimensions.find(),
          "descr, fortran_order and shape in the header, and " + header.strip());
      descr = type.group(1);
      require(descr.matches("[<>](f4|f8|i4|i8)"), "type f4, f8, i4 or i8, and type " + descr);
      kind = descr.charAt(1);
      width = descr.charAt(2) - '0';
      byteOrder = descr.charAt(0) == '<' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      require(order.group(1).equals("False"), "C order, and Fortran order");
      String[] parts = dimensions.group(1).strip().split("\\s*,\\s*", 0);
      shape = new long[parts.length == 1 && parts[0].isEmpty() ? 0 : parts.length];
      for (int k = 0; k < shape.length; k++) {
        String digits = parts[k].replace("L", "");
        require(digits.matches("[0-9]{1,18}"), "whole dimensions, and " + header.strip());
        shape[k] = Long.parseLong(digits);
      }
    }

    private void require(boolean holds, String expectedAndFound) {
      if (!holds) {
        int and = expectedAndFound.lastIndexOf(", and ");
        throw new InvalidInputException(
            file
                + ": found "
                + expectedAndFound.substring(and + 6)
                + ", expected "
                + expectedAndFound.substring(0, and));
      }
    }

    private int size(long dimension) {
      require(dimension <= Integer.MAX_VALUE - 8, "at most 2^31 rows, and " + dimension);
      return (int) dimension;
    }

    /** Checks that the file has exactly so many elements and returns their number. */
    private int requireLength(long count) throws IOException {
      long left = channel.size() - channel.position();
      require(
          count <= Integer.MAX_VALUE - 8 && count * width == left,
          "data of shape "
              + shown(shape)
              + " at offset "
              + channel.position()
              + ", and "
              + left
              + " bytes");
      return (int) count;
    }

    private void forEach(int count, Element element) throws IOException {
      ByteBuffer block = ByteBuffer.allocate(BLOCK).order(byteOrder);
      for (int k = 0; k < count; ) {
        int inBlock = Math.min(BLOCK / width, count - k);
        block.clear().limit(inBlock * width);
        FloatBlocks.readFully(channel, block);
        block.flip();
        for (int end = k + inBlock; k < end; k++) {
          element.take(k, block);
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
