package io.gravmf.cuda.rows;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Problem;
import io.gravmf.cuda.epoch.Dimensions;

/**
 * The sizes of a problem whose rows may have biases: on the device a user is then (u, b, 1) and an
 * item (v, 1, c).
 *
 * @param n users
 * @param m items
 * @param d factors of each
 * @param hasBiases whether rows have a bias
 */
public record RowsSize(int n, int m, int d, boolean hasBiases) {

  /** Returns a problem's sizes. */
  public static RowsSize of(Problem problem) {
    return new RowsSize(
        problem.split().train().userCount(),
        problem.split().train().itemCount(),
        problem.start().dim(),
        problem.objective().hasBiases());
  }

  /**
   * @throws BackendUnavailableException if there is no kernel for rows so wide, or too many rows
   */
  public RowsSize {
    stored(n, m, d, hasBiases);
  }

  /** Returns the most factors that there are kernels for. */
  public static int mostFactors(boolean hasBiases) {
    return hasBiases ? Dimensions.MAX_D - 2 : Dimensions.MAX_D;
  }

  private static Dimensions stored(int n, int m, int d, boolean hasBiases) {
    return new Dimensions(n, m, hasBiases ? d + 2 : d);
  }

  private Dimensions stored() {
    return stored(n, m, d, hasBiases);
  }

  /** Returns the rows of both sides. */
  public int rows() {
    return n + m;
  }

  /** Returns the rows of a side. */
  public int rows(Side side) {
    return side == Side.USERS ? n : m;
  }

  /** Returns the first row of a side. */
  public int firstRow(Side side) {
    return side == Side.USERS ? 0 : n;
  }

  /** Returns what a row has to find: its factors, and its bias. */
  public int unknowns() {
    return hasBiases ? d + 1 : d;
  }

  /** Returns the column of a side's own biases. */
  int biasColumn(Side side) {
    return side == Side.USERS ? d : d + 1;
  }

  /** Returns the column that is 1, which takes up the other side's biases. */
  int oneColumn(Side side) {
    return side == Side.USERS ? d + 1 : d;
  }

  /** Returns the floats from a row to the next. */
  public int ld() {
    return stored().ld();
  }

  /** Returns the width of the kernels that serve such rows. */
  public int width() {
    return stored().width();
  }

  /** Returns the values of a matrix of all rows. */
  public long size() {
    return stored().size();
  }

  /** Returns kernels' name for whether there are biases. */
  public int biases() {
    return hasBiases ? 1 : 0;
  }
}
