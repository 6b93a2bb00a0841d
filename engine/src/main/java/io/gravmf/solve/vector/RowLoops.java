package io.gravmf.solve.vector;

import java.lang.invoke.MethodHandles;

/** Loops over gathered rows, compiled for rows of one number of vectors; see {@link Unrolled}. */
public interface RowLoops {

  /** Rows of more vectors are treated in pieces, or by {@link Dots}. */
  int MAX_VECTORS = UnrolledRowLoops.MAX_VECTORS;

  /** Returns the loops for each number of vectors up to the most; null at 0. */
  static RowLoops[] all() {
    RowLoops[] loops = new RowLoops[MAX_VECTORS + 1];
    for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
      loops[vectors] =
          Unrolled.copy(MethodHandles.lookup(), UnrolledRowLoops.class, RowLoops.class, vectors);
    }
    return loops;
  }

  /**
   * Writes {@code out[k - from] = x . y_columns[k]}, and up to 15 undefined results behind the
   * last.
   *
   * @param x holds the row x from {@code xAt}
   * @param stride floats from one row y to the next
   */
  void dots(
      float[] x, int xAt, float[] ys, int stride, int[] columns, int from, int to, float[] out);

  /**
   * Adds {@code scale * sum_k weights[places[k]] y_columns[k]} to the row that begins at {@code
   * sumAt}.
   *
   * @param first where row 0 of the y begins
   * @param places where each weight is, or null where weight k is at k
   */
  void addWeightedRows(
      float[] ys,
      int first,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      int[] places,
      float scale,
      float[] sum,
      int sumAt);
}
