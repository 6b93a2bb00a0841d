package io.gravmf.data;

import java.util.Objects;

/**
 * A dense float32 matrix in row-major order without padding.
 *
 * <p>The array is held and handed out, not copied, for it may have hundreds of megabytes. So an
 * owner that hands a matrix on gives up writing to it, and whoever is handed one reads it alone;
 * the library keeps to both, and {@code values().clone()} is for those who want to write.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values {@code rows * columns} values; the one at (i, j) is {@code values[i * columns + j]}
 */
@SuppressWarnings("ArrayRecordComponent") // identity, not equality, is what owners pass on
public record FloatMatrix(int rows, int columns, float[] values) {

  /**
   * @throws IllegalArgumentException if a dimension is negative or the array's length is not {@code
   *     rows * columns}
   */
  public FloatMatrix {
    Objects.requireNonNull(values, "values");
    if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          values.length + " values cannot form a " + rows + " x " + columns + " matrix");
    }
  }

  /**
   * Returns a matrix of zeros.
   *
   * @throws TooLargeException if it would have more values than a Java array can hold
   */
  public static FloatMatrix zeros(int rows, int columns) {
    long size = (long) rows * columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new TooLargeException(rows, columns);
    }
    return new FloatMatrix(rows, columns, new float[(int) size]);
  }

  /** Returns the value at a row and column. */
  public float get(int row, int column) {
    return values[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
  }

  /**
   * Copies some of the columns; those that this matrix does not have are zero.
   *
   * @param from the first
   * @param to behind the last
   * @throws IllegalArgumentException if {@code from} is negative or greater than {@code to}
   */
  public FloatMatrix columns(int from, int to) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("columns " + from + " to " + to + " are none");
    }
    FloatMatrix part = zeros(rows, to - from);
    int width = Math.max(0, Math.min(to, columns) - from);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns + from, part.values, row * part.columns, width);
    }
    return part;
  }

  @Override
  public String toString() {
    return rows + " x " + columns + " float32 matrix";
  }
}
