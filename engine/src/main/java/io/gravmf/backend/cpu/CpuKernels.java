package io.gravmf.backend.cpu;

import io.gravmf.solve.SolverKernels;

/**
 * The inner loops of an epoch, in float32. Two implementations are tested against each other: plain
 * loops, and the Vector API.
 *
 * <p>Matrices are what {@link #rows} makes, the stride being a multiple of {@link #lanes()}, with
 * zeros behind the d factors. Arguments are checked by the callers alone.
 */
public interface CpuKernels {

  /** No matrix has more floats, so that an index within a row and a little behind it is an int. */
  int MAX_FLOATS = SolverKernels.MAX_FLOATS;

  /** Room that {@link #dots} may write behind its last result. */
  int DOTS_OVERRUN = 16;

  /** Ratings whose weighted rows are summed before the sum joins the gradient, at most. */
  int MAX_SEGMENT = 256;

  /** Rows that share one pass over a Gram matrix, at most. */
  int BLOCK = 16;

  /** Rows of which a Gram matrix is summed in float32, at most. */
  int GRAM_PIECE = 192;

  /** Columns of a panel of a Gram matrix, at most. */
  int GRAM_PANEL = 16;

  /**
   * Returns how many columns the panel that begins with a column has: a multiple of four, padding
   * among them.
   */
  static int panelColumns(int dim, int first) {
    return Math.min(GRAM_PANEL, (dim - first + 3) / 4 * 4);
  }

  /**
   * Returns how many ratings of a user are treated at a time: as many as the first-level cache
   * holds rows of, for these are fetched for their dot products and used again for the gradient.
   */
  static int segment(int stride) {
    int step = 8;
    int rows = (16 << 10) / (stride * Float.BYTES) / step * step;
    return Math.max(step, Math.min(MAX_SEGMENT, rows));
  }

  /** Returns the number that a row's length is padded to a multiple of. */
  int lanes();

  /** Returns rows of zeros in the layout that these loops read. */
  PaddedRows rows(int count, int stride);

  /** Returns the bytes that such a row takes. */
  long rowBytes(int stride);

  /** Returns the inner loops of the row solver in the same implementation. */
  SolverKernels solver();

  /** Returns a few words for people, such as {@code Vector API, 512 bits}. */
  String description();

  /**
   * Writes {@code out[k - from] = x_row . y_columns[k]} for k in {@code [from, to)}.
   *
   * @param xs holds the row x
   * @param ys the other side's factors
   * @param out has room for {@code to - from + DOTS_OVERRUN} results, the last of them undefined
   */
  void dots(PaddedRows xs, int row, PaddedRows ys, int[] columns, int from, int to, float[] out);

  /**
   * Adds {@code scale * sum_k weights[places[k]] y_columns[k]}, k in {@code [from, to)}, to the row
   * of {@code gradients} numbered {@code row}.
   *
   * @param places where each weight is, or null where weight k is at k
   */
  void addWeightedRows(
      PaddedRows ys,
      int[] columns,
      int from,
      int to,
      float[] weights,
      int[] places,
      float scale,
      PaddedRows gradients,
      int row);

  /**
   * Writes the product of {@code rows} rows of X with a square matrix G: {@code out = X G}.
   *
   * @param firstRow of X; row i of the product is that of row {@code firstRow + i}
   * @param g d rows
   */
  void multiply(PaddedRows x, int firstRow, int rows, int dim, PaddedRows g, PaddedRows out);

  /**
   * Writes a panel of rows of a Gram matrix: {@code out[a - firstColumn][b] = sum_r x_r[a] x_r[b]}
   * for a in {@code [firstColumn, firstColumn + columns)} and b from a to d - 1; others are
   * undefined.
   *
   * @param firstRow the first of the rows to sum over
   * @param columns how many rows of the Gram matrix, a multiple of 4
   */
  void gramPanel(
      PaddedRows x, int firstRow, int rows, int dim, int firstColumn, int columns, PaddedRows out);

  /**
   * One AdamW step on consecutive rows.
   *
   * @param old the parameters; {@code updated} receives them
   * @param firstGradient row of {@code gradients} that the first row's gradient is
   */
  void adamw(
      PaddedRows old,
      PaddedRows updated,
      PaddedRows firstMoment,
      PaddedRows secondMoment,
      int firstRow,
      int rows,
      PaddedRows gradients,
      int firstGradient,
      AdamwStep step);
}
