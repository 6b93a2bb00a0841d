package io.gravmf.solve.vector;

import java.lang.invoke.MethodHandles;

/** Loops over gathered rows, compiled for rows of one number of vectors; see {@link Unrolled}. */
public interface RowLoops {

  /** Rows of more vectors are treated in pieces, or by {@link Dots}. */
  int MAX_VECTORS = UnrolledRowLoops.MAX_VECTORS;

  /**
   * Returns the loops for a number of vectors, the same to all, for each copy is compiled by
   * itself.
   *
   * @param vectors 1 to {@link #MAX_VECTORS}
   */
  static RowLoops of(int vectors) {
    return Copies.ALL.get(vectors);
  }

  /** Holds the copies; made when the first is asked for. */
  final class Copies {

    private static final Unrolled.Copies<RowLoops> ALL =
        new Unrolled.Copies<>(
            MethodHandles.lookup(), UnrolledRowLoops.class, RowLoops.class, MAX_VECTORS);

    private Copies() {}
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
