package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.SolverKernels.PANEL;

import java.util.Arrays;

/**
 * A symmetric positive definite system A x = b, factored in place as {@code A = FᵀF} with F lower
 * triangular.
 *
 * <p>Rows are stored up to the diagonal and are factored from the last to the first, so that what a
 * row needs is contiguous: its own beginning and that of the rows below. The right side is a column
 * in front, 0, which makes {@code Fᵀ w = b} part of the factorisation. Unknowns begin at {@link
 * #offset}, so that their number behind the first {@link SolverKernels#PANEL} rows is a multiple of
 * that; those put in have 1 on the diagonal and are 0.
 */
public final class Cholesky {

  private final SolverKernels kernels;
  private final float[] matrix;
  private final float[] solution;
  private int unknowns;
  private int order;
  private int stride;

  /** Makes room for systems of up to {@code most} unknowns. */
  public Cholesky(SolverKernels kernels, int most) {
    this.kernels = kernels;
    int stride = kernels.stride(order(most));
    matrix = new float[LEAD + order(most) * stride];
    solution = new float[stride];
    reset(most);
  }

  private static int order(int unknowns) {
    return PANEL + (unknowns + PANEL - 1) / PANEL * PANEL;
  }

  /** Begins a system of so many unknowns; its entries are undefined. */
  void reset(int newUnknowns) {
    unknowns = newUnknowns;
    order = order(newUnknowns);
    stride = kernels.stride(order);
  }

  /** Returns the rows of the system with what was put in. */
  int order() {
    return order;
  }

  /** Returns the floats from one row to the next. */
  int stride() {
    return stride;
  }

  /** Returns the row and column of the first unknown. */
  int offset() {
    return order - unknowns;
  }

  /** Returns the matrix, then its factor. */
  float[] matrix() {
    return matrix;
  }

  /** Returns where the entry at a row and column is. */
  int at(int row, int column) {
    return LEAD + row * stride + column;
  }

  /** Sets all entries to 0, but 1 on the diagonal of what was put in. */
  void clear() {
    Arrays.fill(matrix, LEAD, LEAD + order * stride, 0);
    for (int i = PANEL; i < offset(); i++) {
      matrix[at(i, i)] = 1;
    }
  }

  /** Copies a system of the same number of unknowns. */
  void copy(Cholesky other) {
    reset(other.unknowns);
    for (int row = PANEL; row < order; row++) {
      int length = kernels.stride(row + 1);
      System.arraycopy(other.matrix, at(row, 0), matrix, at(row, 0), length);
    }
  }

  /** Adds a value to the diagonal entries of unknowns {@code [from, to)}. */
  void addToDiagonal(int from, int to, float value) {
    for (int k = offset() + from; k < offset() + to; k++) {
      matrix[at(k, k)] += value;
    }
  }

  /** See {@link SolverKernels#factor}. */
  boolean factor() {
    return kernels.factor(matrix, order, stride);
  }

  /**
   * Solves {@code F x = w}.
   *
   * @return x, unknown k at {@code offset() + k}
   */
  float[] substitute() {
    kernels.substitute(matrix, order, stride, solution);
    return solution;
  }
}
