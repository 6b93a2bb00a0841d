package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.DOTS_OVERRUN;
import static io.gravmf.solve.SolverKernels.LEAD;

import java.util.Arrays;

/**
 * Improves rows by a stated number of steps of conjugate gradients from where they are
 * (Tak&aacute;cs, Pil&aacute;szy &amp; Tikk 2011, "Applications of the conjugate gradient method
 * for implicit feedback collaborative filtering"), on the systems that {@link RowSolver} solves. No
 * matrix is formed: a step costs a product with S, taken for a batch of rows at a time, and a dot
 * product and an addition for each entry, which the last step, having no residual to leave behind,
 * does not need the addition of. A row without entries is exactly 0.
 *
 * <p>Each entry's error {@code t - y . x} goes along: a step's dot products say how it changes. So
 * the errors of the new rows cost nothing, and the other side's rows can begin with them.
 *
 * <p>Steps end early where no row of a batch has a residual left that float32 could tell from 0.
 *
 * <p>Each row's arithmetic is a function of the row and its errors alone. An instance is one
 * thread's memory.
 */
public final class ConjugateGradients {

  /** Rows that share one pass over S. */
  private static final int BATCH = 16;

  /**
   * Entries summed by themselves, of which each sum is added to the row's: as many rows as the
   * first-level cache holds at usual d.
   */
  private static final int SEGMENT = 64;

  /**
   * What of a residual's first square is nothing: a thousandth of a last bit of it. The residual
   * that is carried along goes on falling below what it stands for, and where its square underflows
   * what is left of it leads anywhere.
   */
  private static final float GONE = 0x1p-66f;

  private static final float NEXT_TO_NOTHING = 0x1p-100f;

  private final SolverKernels kernels;
  private final int steps;
  private final int dim;
  private final int stride;
  private final float[] residuals;
  private final float[] directions;
  private final float[] products;
  private final float[] squares = new float[BATCH];
  private final float[] gone = new float[BATCH];
  private final float[] lengths = new float[BATCH];
  private final float[] growths = new float[BATCH];

  /** The dot products of a batch's entries with their rows' directions. */
  private float[] dots = new float[0];

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
   * @param errors receives the errors of the new rows, by entry
   */
  public void improve(
      FixedSide side, Observations rows, int first, int end, float[] x, float[] errors) {
    improve(side, rows, first, end, x, errors, false);
  }

  /**
   * Improves consecutive rows whose errors are known.
   *
   * @param errors holds the errors of the old rows, by entry, and receives those of the new
   */
  public void improveKnown(
      FixedSide side, Observations rows, int first, int end, float[] x, float[] errors) {
    improve(side, rows, first, end, x, errors, true);
  }

  private void improve(
      FixedSide side,
      Observations rows,
      int first,
      int end,
      float[] x,
      float[] errors,
      boolean known) {
    for (int from = first; from < end; from += BATCH) {
      int to = Math.min(end, from + BATCH);
      int room = rows.offsets()[to] - rows.offsets()[from] + DOTS_OVERRUN;
      if (dots.length < room) {
        dots = new float[Math.max(room, 2 * dots.length)];
      }
      begin(side, rows, from, to, x, errors, known);
      boolean moving = true;
      for (int step = 1; step < steps && moving; step++) {
        moving = step(side, rows, from, to, x, errors);
      }
      lastStep(side, rows, from, to, x, errors);
    }
  }

  private void begin(
      FixedSide side,
      Observations rows,
      int first,
      int end,
      float[] x,
      float[] errors,
      boolean known) {
    for (int row = first; row < end; row++) {
      if (rows.count(row) == 0) {
        Arrays.fill(x, LEAD + row * stride, LEAD + (row + 1) * stride, 0);
      }
    }
    kernels.multiply(x, first, end - first, dim, stride, side.shared(), products, 0);
    for (int row = first; row < end; row++) {
      int i = row - first;
      addRidge(side, rows, row, x, row, i);
      int at = LEAD + i * stride;
      for (int k = at; k < at + stride; k++) {
        residuals[k] = -products[k];
      }
      for (int from = rows.offsets()[row]; from < rows.offsets()[row + 1]; from += SEGMENT) {
        int to = Math.min(from + SEGMENT, rows.offsets()[row + 1]);
        if (!known) {
          kernels.dots(x, row, side.factors, stride, rows.columns(), from, to, dots);
          for (int k = from; k < to; k++) {
            errors[k] = rows.targets()[k] - dots[k - from];
          }
        }
        kernels.addRows(
            side.factors, stride, rows.columns(), from, to, errors, rows.weights(), residuals, i);
      }
      System.arraycopy(residuals, at, directions, at, stride);
      squares[i] = kernels.dot(residuals, i, residuals, i, stride);
      gone[i] = Math.max(GONE * squares[i], NEXT_TO_NOTHING);
    }
  }

  /** Returns whether any row went on; where none does, none ever will. */
  private boolean step(
      FixedSide side, Observations rows, int first, int end, float[] x, float[] errors) {
    kernels.multiply(directions, 0, end - first, dim, stride, side.shared(), products, 0);
    int start = rows.offsets()[first];
    for (int row = first; row < end; row++) {
      addRidge(side, rows, row, directions, row - first, row - first);
      for (int from = rows.offsets()[row]; from < rows.offsets()[row + 1]; from += SEGMENT) {
        kernels.addProducts(
            side.factors,
            stride,
            rows.columns(),
            from,
            Math.min(from + SEGMENT, rows.offsets()[row + 1]),
            rows.weights(),
            directions,
            products,
            row - first,
            dots,
            from - start);
      }
    }
    // A loop for each link of the rows' chains of scalars, so that processors treat rows at once.
    int count = end - first;
    boolean moving = false;
    for (int i = 0; i < count; i++) {
      lengths[i] = length(i, kernels.dot(directions, i, products, i, stride));
      moving |= lengths[i] != 0;
    }
    for (int i = 0; i < count; i++) {
      if (lengths[i] != 0) {
        int at = LEAD + i * stride;
        advance(rows, first + i, i, rows.offsets()[first + i] - start, x, errors);
        kernels.add(products, at, -lengths[i], residuals, at, stride);
      }
    }
    for (int i = 0; i < count; i++) {
      float square = kernels.dot(residuals, i, residuals, i, stride);
      growths[i] = square / squares[i];
      squares[i] = square;
    }
    for (int i = 0; i < count; i++) {
      if (lengths[i] != 0) {
        kernels.addTo(residuals, i, growths[i], directions, i, stride);
      }
    }
    return moving;
  }

  private void lastStep(
      FixedSide side, Observations rows, int first, int end, float[] x, float[] errors) {
    kernels.multiply(directions, 0, end - first, dim, stride, side.shared(), products, 0);
    for (int row = first; row < end; row++) {
      int i = row - first;
      int from = rows.offsets()[row];
      int to = rows.offsets()[row + 1];
      addRidge(side, rows, row, directions, i, i);
      kernels.dots(directions, i, side.factors, stride, rows.columns(), from, to, dots);
      double curvature = kernels.dot(directions, i, products, i, stride) + squares(rows, row);
      lengths[i] = length(i, (float) curvature);
      if (lengths[i] != 0) {
        advance(rows, row, i, 0, x, errors);
      }
    }
  }

  /** Returns how far to go, 0 where there is nothing to gain that float32 can tell. */
  private float length(int i, float curvature) {
    float length = squares[i] / curvature;
    return curvature > 0 && squares[i] > gone[i] && !Float.isInfinite(length) ? length : 0;
  }

  /** Goes along a row's direction, and with its errors along the dot products from a place on. */
  private void advance(Observations rows, int row, int i, int at, float[] x, float[] errors) {
    kernels.add(directions, LEAD + i * stride, lengths[i], x, LEAD + row * stride, stride);
    kernels.add(dots, at, -lengths[i], errors, rows.offsets()[row], rows.count(row));
  }

  /** Returns the weighted sum of the squares of a row's dot products, the first ones. */
  private double squares(Observations rows, int row) {
    int count = rows.count(row);
    double even = 0;
    double odd = 0;
    double more = 0;
    double most = 0;
    if (rows.weights() != null) {
      for (int k = 0; k < count; k++) {
        even += (double) rows.weights()[rows.offsets()[row] + k] * dots[k] * dots[k];
      }
      return even;
    }
    int k = 0;
    for (; k + 3 < count; k += 4) {
      even += (double) dots[k] * dots[k];
      odd += (double) dots[k + 1] * dots[k + 1];
      more += (double) dots[k + 2] * dots[k + 2];
      most += (double) dots[k + 3] * dots[k + 3];
    }
    for (; k < count; k++) {
      even += (double) dots[k] * dots[k];
    }
    return even + odd + (more + most);
  }

  /** Adds a row's own ridge times p to its product with S. */
  private void addRidge(
      FixedSide side, Observations rows, int row, float[] p, int pRow, int product) {
    if (rows.ridges() == null) {
      return;
    }
    int at = LEAD + pRow * stride;
    int productAt = LEAD + product * stride;
    kernels.add(p, at, rows.ridge(row), products, productAt, stride);
    if (side.bias) {
      int last = dim - 1;
      products[productAt + last] += (rows.biasRidge(row) - rows.ridge(row)) * p[at + last];
    }
  }
}
