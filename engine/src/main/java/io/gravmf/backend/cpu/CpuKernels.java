package io.gravmf.backend.cpu;

/**
 * The inner loops of an epoch, in float32. Two implementations are tested against each other: plain
 * loops, and the Vector API.
 *
 * <p>Matrices are row-major; factor rows are {@code stride} floats apart, a multiple of {@link
 * #lanes()}, with zeros behind the d factors. Arguments are checked by the callers alone.
 */
public interface CpuKernels {

  /** Room that {@link #dots} may write behind its last result. */
  int DOTS_OVERRUN = 16;

  /** Returns the number that a row's length is padded to a multiple of. */
  int lanes();

  /** Returns a few words for people, such as {@code Vector API, 512 bits}. */
  String description();

  /**
   * Writes {@code out[k - from] = x . y_columns[k]} for k in {@code [from, to)}.
   *
   * @param x holds the row x at {@code xAt}
   * @param ys the other side's factors
   * @param out has room for {@code to - from + DOTS_OVERRUN} results, the last of them undefined
   */
  void dots(
      float[] x, int xAt, float[] ys, int stride, int[] columns, int from, int to, float[] out);

  /**
   * Adds {@code scale * sum_k weights[k - from] y_columns[k]}, k in {@code [from, to)}, to the row
   * of {@code gradient} at {@code gradientAt}.
   */
  void addWeightedRows(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float scale,
      float[] gradient,
      int gradientAt);

  /**
   * Writes the product of {@code rows} rows of X with a square matrix G: {@code out = X G}.
   *
   * @param x the rows, the first at {@code xAt}
   * @param g d rows, {@code stride} apart
   * @param out receives {@code rows} rows from its start
   */
  void multiply(float[] x, int xAt, int rows, int dim, int stride, float[] g, float[] out);

  /**
   * Writes a panel of rows of a Gram matrix: {@code out[a - firstColumn][b] = sum_r x_r[a] x_r[b]}
   * for a in {@code [firstColumn, firstColumn + columns)} and b at least from the largest multiple
   * of {@link #lanes()} not above a.
   *
   * @param x the rows to sum over, the first at {@code xAt}
   * @param columns how many rows of the Gram matrix, a multiple of 4
   * @param out rows {@code stride} apart; columns left of the diagonal are undefined
   */
  void gramPanel(
      float[] x, int xAt, int rows, int stride, int firstColumn, int columns, float[] out);

  /**
   * One AdamW step on a row.
   *
   * @param old holds the parameters at {@code at}; {@code updated} receives them
   * @param gradient holds the gradient at {@code gradientAt}
   */
  void adamw(
      float[] old,
      float[] updated,
      float[] firstMoment,
      float[] secondMoment,
      int at,
      int length,
      float[] gradient,
      int gradientAt,
      AdamwStep step);
}
