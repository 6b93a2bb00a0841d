package io.gravmf.format;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * NumPy's {@code .npy} files, versions 1 to 3 (NumPy Enhancement Proposal 1): matrices and vectors
 * of float32, float64, int32 and int64 in C order. Both byte orders are read, little-endian is
 * written.
 *
 * <p>Reading throws {@link InvalidInputException}, which names the offset, where a file is missing,
 * damaged or something else; sizes are checked before memory is allocated. Writing replaces a file
 * as a whole.
 */
public final class Npy {

  private static final int BLOCK = 1 << 16;

  private Npy() {}

  /** Reads a matrix of float32, or of float64 whose values are within float32's range. */
  public static FloatMatrix readMatrix(Path file) {
    try (NpyInput in = NpyInput.open(file)) {
      int[] shape = in.requireShape(2, "a matrix");
      in.requireKind(true);
      in.requireLength((long) shape[0] * shape[1]);
      FloatMatrix matrix = FloatMatrix.zeros(shape[0], shape[1]);
      float[] values = matrix.values();
      if (in.width() == Double.BYTES) {
        in.forEach(values.length, (k, block) -> values[k] = narrow(in, k, block.getDouble()));
      } else if (in.byteOrder() == ByteOrder.LITTLE_ENDIAN) {
        FloatBlocks.read(in.channel(), values);
      } else {
        in.forEach(values.length, (k, block) -> values[k] = block.getFloat());
      }
      return matrix;
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  private static float narrow(NpyInput in, int k, double value) {
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw in.problemAt(k, Double.toString(value), "a float32");
    }
    return narrow;
  }

  /** Reads a vector of int32, or of int64 with values that fit int32. */
  public static int[] readIntVector(Path file) {
    try (NpyInput in = NpyInput.open(file)) {
      int[] values = new int[in.requireVector(false)];
      in.forEach(
          values.length,
          (k, block) -> {
            long value = whole(in, block);
            if (value != (int) value) {
              throw in.problemAt(k, Long.toString(value), "an int32");
            }
            values[k] = (int) value;
          });
      return values;
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  /** Reads a vector of int32 or int64. */
  public static long[] readLongVector(Path file) {
    try (NpyInput in = NpyInput.open(file)) {
      long[] values = new long[in.requireVector(false)];
      in.forEach(values.length, (k, block) -> values[k] = whole(in, block));
      return values;
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  /** Reads a vector of float32 or float64. */
  public static double[] readDoubleVector(Path file) {
    try (NpyInput in = NpyInput.open(file)) {
      double[] values = new double[in.requireVector(true)];
      boolean wide = in.width() == Double.BYTES;
      in.forEach(
          values.length, (k, block) -> values[k] = wide ? block.getDouble() : block.getFloat());
      return values;
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  private static long whole(NpyInput in, ByteBuffer block) {
    return in.width() == Integer.BYTES ? block.getInt() : block.getLong();
  }

  /** Writes a float32 matrix. */
  public static void write(Path file, FloatMatrix matrix) {
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, NpyHeader.encode("<f4", matrix.rows(), matrix.columns()));
          FloatBlocks.write(channel, matrix.values());
        });
  }

  /** Writes an int32 vector. */
  public static void write(Path file, int[] values) {
    write(file, "<i4", values.length, Integer.BYTES, (k, block) -> block.putInt(values[k]));
  }

  /** Writes an int64 vector. */
  public static void write(Path file, long[] values) {
    write(file, "<i8", values.length, Long.BYTES, (k, block) -> block.putLong(values[k]));
  }

  /** Writes a float64 vector. */
  public static void write(Path file, double[] values) {
    write(file, "<f8", values.length, Double.BYTES, (k, block) -> block.putDouble(values[k]));
  }

  private static void write(
      Path file, String descr, int length, int width, NpyInput.Element element) {
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, NpyHeader.encode(descr, length));
          ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
          for (int k = 0; k < length; ) {
            int end = k + Math.min(BLOCK / width, length - k);
            block.clear();
            for (; k < end; k++) {
              element.take(k, block);
            }
            AtomicFile.writeFully(channel, block.flip());
          }
        });
  }
}
