package io.gravmf.data;

import java.util.Objects;

/**
 * A dense float64 matrix in row-major order without padding. The array is held and handed out, as
 * that of a {@link FloatMatrix} is, and under the same rule: it is for reading.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values {@code rows * columns} values; the one at (i, j) is {@code values[i * columns + j]}
 */
@SuppressWarnings("ArrayRecordComponent") // identity, not equality, is what owners pass on
public record DoubleMatrix(int rows, int columns, double[] values) {

  /**
   * @throws IllegalArgumentException if a dimension is negative or the array's length is not {@code
   *     rows * columns}
   */
  public DoubleMatrix {
    Objects.requireNonNull(values, "values");
    if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          values.length + " values cannot form a " + rows + " x " + columns + " matrix");
    }
  }

  /** Returns the value at a row and column. */
  public double get(int row, int column) {
    return values[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
  }

  @Override
  public String toString() {
    return rows + " x " + columns + " float64 matrix";
  }
}
