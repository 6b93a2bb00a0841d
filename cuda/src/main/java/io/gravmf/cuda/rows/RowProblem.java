package io.gravmf.cuda.rows;

import java.util.List;

/** What the least-squares problems of rows are made of, and what all rows of a side share. */
public interface RowProblem {

  /** Returns the sizes. */
  RowsSize size();

  /** Returns the sides whose rows are solved. */
  List<Side> sides();

  /** Returns the order of a side's rows. */
  RowOrder order(Side side);

  /** Returns the buffers, whose addresses are known once they are allocated. */
  RowBuffers buffers();

  /**
   * Returns by what weights of squared norms are multiplied: ratings, or 1 where they have been.
   */
  double ratings();

  /** Returns the weight of the other side's Gram matrix in a row's system. */
  double gravity();

  /** Returns what a bias's equation of a side has on its diagonal beyond its ratings. */
  double biasRidge(Side side);
}
