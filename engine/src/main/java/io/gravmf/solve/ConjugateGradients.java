package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;

import java.util.Arrays;

/**
 * Improves rows by a stated number of steps of conjugate gradients from where they are
 * (Tak&aacute;cs, Pil&aacute;szy &amp; Tikk 2011, "Applications of the conjugate gradient method
 * for implicit feedback collaborative filtering"), on the systems that {@link RowSolver} solves. No
 * matrix is formed: a step costs a product with S, taken for a batch of rows at a time, and a dot
 * product and an addition for each entry. A row without entries is exactly 0.
 *
 * <p>Each row's arithmetic is a function of the row alone. An instance is one thread's memory.
 */
public final class ConjugateGradients {

  /** Rows that share one pass over S. */
  private static final int BATCH = 16;

  private final SolverKernels kernels;
  private final int steps;
  private final int dim;
  private final int stride;
  private final float[] residuals;
  private final float[] directions;
  private final float[] products;
  private final float[] squares = new float[BATCH];

  /**
   * Makes a solver.
   *
   * @param dim unknowns of a row, a bias included
   * @param steps how many, 1 or more
   */
  public ConjugateGradients(SolverKernels kernels, int dim, int steps) {
    this.kernels = kernels;
    this.steps = steps;
    this.dim = dim;
    stride = kernels.stride(dim);
    residuals = new float[LEAD + BATCH * stride];
    directions = new float[LEAD + BATCH * stride];
    products = new float[LEAD + BATCH * stride];
  }

  /**
   * Improves consecutive rows.
   *
   * @param side the other side
   * @param rows what is known of these rows
   * @param first the first row
   * @param end behind the last row
   * @param x holds the rows, in the kernels' layout, and receives them
   */
  public void improve(FixedSide side, Observations rows, int first, int end, float[] x) {
    for (int from = first; from < end; from += BATCH) {
      improveBatch(side, rows, from, Math.min(end, from + BATCH), x);
    }
  }

  private void improveBatch(FixedSide side, Observations rows, int first, int end, float[] x) {
    int count = end - first;
    kernels.multiply(x, first, count, dim, stride, side.shared(), products, 0);
    for (int i = 0; i < count; i++) {
      int row = first + i;
      addRidge(side, rows, row, x, row, i);
      int at = LEAD + i * stride;
      for (int k = at; k < at + stride; k++) {
        residuals[k] = -products[k];
      }
      System.arraycopy(x, LEAD + row * stride, directions, at, stride);
      kernels.addResiduals(
          side.factors,
          stride,
          rows.columns(),
          rows.offsets()[row],
          rows.offsets()[row + 1],
          rows.targets(),
          rows.weights(),
          directions,
          residuals,
          i);
      System.arraycopy(residuals, at, directions, at, stride);
      squares[i] = kernels.dot(residuals, i, residuals, i, stride);
    }
    for (int step = 0; step < steps; step++) {
      kernels.multiply(directions, 0, count, dim, stride, side.shared(), products, 0);
      for (int i = 0; i < count; i++) {
        step(side, rows, first + i, i, x);
      }
    }
    for (int row = first; row < end; row++) {
      if (rows.count(row) == 0) {
        Arrays.fill(x, LEAD + row * stride, LEAD + (row + 1) * stride, 0);
      }
    }
  }

  private void step(FixedSide side, Observations rows, int row, int i, float[] x) {
    addRidge(side, rows, row, directions, i, i);
    // What is added is the negative product with the entries' squares.
    int at = LEAD + i * stride;
    for (int k = at; k < at + stride; k++) {
      products[k] = -products[k];
    }
    kernels.addResiduals(
        side.factors,
        stride,
        rows.columns(),
        rows.offsets()[row],
        rows.offsets()[row + 1],
        null,
        rows.weights(),
        directions,
        products,
        i);
    float curvature = -kernels.dot(directions, i, products, i, stride);
    float square = squares[i];
    if (!(curvature > 0) || !(square > 0)) {
      return;
    }
    float length = square / curvature;
    if (Float.isInfinite(length)) {
      return;
    }
    kernels.add(directions, i, length, x, row, stride);
    kernels.add(products, i, length, residuals, i, stride);
    squares[i] = kernels.dot(residuals, i, residuals, i, stride);
    kernels.addTo(residuals, i, squares[i] / square, directions, i, stride);
  }

  /** Adds a row's own ridge times p to its product with S. */
  private void addRidge(
      FixedSide side, Observations rows, int row, float[] p, int pRow, int product) {
    if (rows.ridges() == null) {
      return;
    }
    kernels.add(p, pRow, rows.ridge(row), products, product, stride);
    if (side.bias) {
      int last = dim - 1;
      products[LEAD + product * stride + last] +=
          (rows.biasRidge(row) - rows.ridge(row)) * p[LEAD + pRow * stride + last];
    }
  }
}
