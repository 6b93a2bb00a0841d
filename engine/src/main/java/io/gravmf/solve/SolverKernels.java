package io.gravmf.solve;

/**
 * The inner loops of the row solver, in float32. Two implementations are tested against each other:
 * plain loops, and the Vector API.
 *
 * <p>Matrices are row-major; row i starts at {@code LEAD + i * stride}, the stride being a multiple
 * of {@link #lanes()}, with zeros behind a row's values. Symmetric systems have the layout of
 * {@link Cholesky}: below the diagonal, in panels of {@link #PANEL} rows, the right side as column
 * 0. Arguments are checked by the callers alone.
 */
public interface SolverKernels {

  /**
   * Floats before the first row of a matrix. Behind an array's header of 16 bytes they make rows
   * start on a cache line wherever the JVM aligns objects to 64 bytes ({@code
   * -XX:ObjectAlignmentInBytes=64}); elsewhere they are harmless.
   */
  int LEAD = 12;

  /** No matrix has more floats, so that an index within a row and a little behind it is an int. */
  int MAX_FLOATS = Integer.MAX_VALUE - 4096;

  /** Room that {@link #dots} may write behind its last result. */
  int DOTS_OVERRUN = 16;

  /** Rows of a system that are factored together. */
  int PANEL = 4;

  /**
   * The smallest pivot that float32 tells from zero, relative to the diagonal entry that it was
   * made of: smaller ones are what rounding left of a difference.
   */
  float SMALLEST_PIVOT = 0x1p-18f;

  /** Returns the number that a row's length is padded to a multiple of. */
  int lanes();

  /** Returns a length padded to a multiple of the lanes. */
  default int stride(int length) {
    return (length + lanes() - 1) / lanes() * lanes();
  }

  /**
   * Writes the product of {@code rows} rows of X with a matrix: {@code out = X G}.
   *
   * @param firstRow of X; row i of the product is written as row {@code firstOut + i}
   * @param dim columns of X and of the product
   * @param stride of all three
   */
  void multiply(
      float[] x, int firstRow, int rows, int dim, int stride, float[] g, float[] out, int firstOut);

  /**
   * Copies gathered rows y_columns[k], k in {@code [from, to)}, one behind the other, each times
   * its weight's root.
   *
   * @param roots roots of the weights by k, or null for 1
   * @param scale a factor by column, {@code stride} of them, or null for 1
   * @param firstOut row of {@code out} that the first is copied to
   * @param offset column of {@code out} that a row's first value is copied to; {@code stride}
   *     values are copied, which may run into the columns before {@code offset} of the next row
   */
  void pack(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] roots,
      float[] scale,
      float[] out,
      int outStride,
      int firstOut,
      int offset);

  /**
   * Adds the squares of rows to a system: {@code A[i][j] += sum_k p_k[i] p_k[j]} for i from {@link
   * #PANEL} and j up to i.
   *
   * @param packed {@code rows} rows from the first on
   */
  void addSquares(float[] packed, int rows, int order, int stride, float[] matrix);

  /**
   * Writes the products of consecutive rows' columns, {@code gram[i][j] = sum_k x_k[i] x_k[j]} for
   * j up to i and some behind; more than {@code dim} rows where that is no multiple of {@link
   * #PANEL}.
   *
   * @param first row of X
   * @param dim columns to multiply, the first ones
   * @param stride of X and of the matrix
   */
  void writeGram(float[] x, int first, int rows, int dim, int stride, float[] gram);

  /**
   * Writes the dot products of rows to a system: {@code A[i][j] = p_i . p_j} for i and j from
   * {@link #PANEL} and j up to i.
   *
   * @param packed row i is that of system row i; rows are {@code rowStride} long
   */
  void writeProducts(float[] packed, int rowStride, int order, int stride, float[] matrix);

  /**
   * Factors a system {@code A = FᵀF} in place, F below the diagonal; column 0 of F becomes the
   * solution of {@code Fᵀ w = b}.
   *
   * @return whether every pivot was greater than {@link #SMALLEST_PIVOT} of its diagonal entry; if
   *     not, the matrix is of no further use
   */
  boolean factor(float[] matrix, int order, int stride);

  /**
   * Solves {@code F x = w} after {@link #factor}.
   *
   * @param x receives the solution in the system's columns from {@link #PANEL} on, {@code stride}
   *     values
   */
  void substitute(float[] factor, int order, int stride, float[] x);

  /**
   * Writes a weighted sum of rows, {@code out = sum_k weights[k] p_k}, k in {@code [from, to)}.
   *
   * @param outRow row of {@code out}
   */
  void combine(
      float[] packed, int from, int to, int stride, float[] weights, float[] out, int outRow);

  /**
   * Adds {@code (sum_k w_k y_k y_kᵀ) p}, y_k being y_columns[k], k in {@code [from, to)}, to a row:
   * a product with a matrix that is never formed. Writes {@code out[outAt + k - from] = y_k . p}.
   *
   * @param weights w by k, or null for 1
   * @param p row {@code row} is p
   * @param sum row {@code row} is added to
   */
  void addProducts(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float[] p,
      float[] sum,
      int row,
      float[] out,
      int outAt);

  /**
   * Adds {@code sum_k w_k scales[k] y_columns[k]}, k in {@code [from, to)}, to a row.
   *
   * @param weights w by k, or null for 1
   * @param sum row {@code row} is added to
   */
  void addRows(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] scales,
      float[] weights,
      float[] sum,
      int row);

  /**
   * Writes {@code out[k - from] = x_row . y_columns[k]} for k in {@code [from, to)}.
   *
   * @param out has room for {@code to - from + DOTS_OVERRUN} results, the last of them undefined
   */
  void dots(
      float[] xs, int row, float[] ys, int stride, int[] columns, int from, int to, float[] out);

  /** Returns {@code a . b} of two rows. */
  float dot(float[] a, int aRow, float[] b, int bRow, int stride);

  /** Adds {@code scale} times a vector to another: {@code y += scale x}. */
  void add(float[] x, int xAt, float scale, float[] y, int yAt, int count);

  /** Adds a row to {@code scale} times another: {@code y = x + scale y}. */
  void addTo(float[] x, int xRow, float scale, float[] y, int yRow, int stride);
}
