package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.SolverKernels.PANEL;

import java.util.Arrays;

/**
 * Solves rows exactly: for a row with entries k, its factors y_k, targets t_k and weights w_k, the
 * x that minimises
 *
 * <pre>  sum_k w_k (x . y_k - t_k)² + xᵀ S x + ridge |x|²,</pre>
 *
 * by Cholesky decomposition in float32, of d unknowns for long rows and of one for each entry for
 * short ones ({@link DualForm}), which are taken again as long ones where that is more accurate. A
 * row without entries is exactly 0. Where a pivot is too small to be told from rounding, the row is
 * solved in float64 and counted; a singular system's solution is its shortest.
 *
 * <p>Or draws rows from the distribution whose mode that is ({@link RowPrior}), by the same
 * systems.
 *
 * <p>Each row's arithmetic is a function of the row alone. An instance is one thread's memory.
 */
public final class RowSolver {

  /**
   * Rows packed at a time: as many as the first-level cache holds at usual d, and few enough to sum
   * in float32.
   */
  private static final int SEGMENT = 64;

  /** How much larger than its targets the terms of a short row's system may be. */
  private static final float MAX_GROWTH = 100;

  /** Rows whose way back from the dual form's basis is one small matrix product. */
  private static final int BATCH = 16;

  private final SolverKernels kernels;
  private final int dim;
  private final int stride;
  private final Cholesky system;
  private final DrawnRows drawn;

  /** Whether rows are drawn. */
  private boolean draws;

  /** A segment's rows, each with its target in front. */
  private final float[] packed;

  /** A short row's rows, in the system's rows. */
  private final float[] dualPacked;

  private final float[] scale;
  private final float[] batch;
  private final float[] batchBack;
  private final int[] batchRows = new int[BATCH];
  private int batched;
  private long float64;
  private long primal;

  /**
   * Makes a solver.
   *
   * @param dim unknowns of a row, a bias included
   */
  public RowSolver(SolverKernels kernels, int dim) {
    this.kernels = kernels;
    this.dim = dim;
    stride = kernels.stride(dim);
    system = new Cholesky(kernels, dim);
    drawn = new DrawnRows(kernels, dim, system.order());
    // Copying runs a row's padding into the next row.
    packed = new float[LEAD + (SEGMENT + 1) * system.stride() + stride];
    dualPacked = new float[LEAD + system.order() * stride];
    scale = new float[stride];
    batch = new float[LEAD + BATCH * stride];
    batchBack = new float[LEAD + BATCH * stride];
  }

  /** Returns how many rows were solved in float64. */
  public long float64Rows() {
    return float64;
  }

  /** Returns how many short rows were taken again as long ones. */
  public long primalRows() {
    return primal;
  }

  /**
   * Solves consecutive rows.
   *
   * @param side the other side
   * @param rows what is known of these rows
   * @param first the first row
   * @param end behind the last row
   * @param x receives the rows, in the kernels' layout
   */
  public void solve(FixedSide side, Observations rows, int first, int end, float[] x) {
    draws = false;
    solveRows(side, rows, first, end, x);
  }

  /**
   * Draws consecutive rows; one without entries is drawn from the prior. Short rows are drawn by
   * the dual form where the side has that by a factor of S ({@link DualForm#FACTORED}).
   *
   * @param side the other side; S is the prior's precision over τ
   * @param rows what is known of these rows, without ridges of their own
   * @param prior of the rows
   * @param first the first row
   * @param end behind the last row
   * @param x receives the rows, in the kernels' layout
   */
  public void draw(
      FixedSide side, Observations rows, RowPrior prior, int first, int end, float[] x) {
    draws = true;
    drawn.begin(prior);
    solveRows(side, rows, first, end, x);
  }

  private void solveRows(FixedSide side, Observations rows, int first, int end, float[] x) {
    int longest = draws && side.basis() == null ? 0 : side.form().longest(dim);
    for (int row = first; row < end; row++) {
      int count = rows.count(row);
      int at = LEAD + row * stride;
      if (draws) {
        drawn.beginRow(side, row);
      }
      if (count == 0 && !draws) {
        Arrays.fill(x, at, at + stride, 0);
        continue;
      }
      boolean isShort = count > 0 && count <= longest;
      if (isShort && solveDual(side, rows, row, x)) {
        continue;
      }
      primal += isShort ? 1 : 0;
      if (solvePrimal(side, rows, row, x)) {
        continue;
      }
      float64++;
      double[] solution =
          draws
              ? Float64Rows.draw(side, rows, row, drawn.mean(side, row), drawn.noise(row))
              : Float64Rows.solve(side, rows, row);
      for (int k = 0; k < dim; k++) {
        x[at + k] = (float) solution[k];
      }
    }
    bringBack(side, x);
  }

  private boolean solvePrimal(FixedSide side, Observations rows, int row, float[] x) {
    system.copy(side.system);
    int factors = side.bias ? dim - 1 : dim;
    system.addToDiagonal(0, factors, rows.ridge(row));
    system.addToDiagonal(factors, dim, rows.biasRidge(row));
    int offset = system.offset();
    int packedStride = system.stride();
    int end = rows.offsets()[row + 1];
    for (int from = rows.offsets()[row]; from < end; from += SEGMENT) {
      int to = Math.min(from + SEGMENT, end);
      kernels.pack(
          side.factors,
          stride,
          rows.columns(),
          from,
          to,
          rows.roots(),
          null,
          packed,
          packedStride,
          0,
          offset);
      for (int k = from; k < to; k++) {
        packed[LEAD + (k - from) * packedStride] = rows.scaledTarget(k);
      }
      kernels.addSquares(packed, to - from, system.order(), packedStride, system.matrix());
    }
    if (draws) {
      drawn.addMean(system, row);
    }
    if (!system.factor()) {
      return false;
    }
    if (draws) {
      drawn.addNoise(system, row);
    }
    System.arraycopy(system.substitute(), offset, x, LEAD + row * stride, dim);
    return true;
  }

  private boolean solveDual(FixedSide side, Observations rows, int row, float[] x) {
    int from = rows.offsets()[row];
    int count = rows.count(row);
    float ridge = 1;
    float[] scales = null;
    if (side.form() != DualForm.FACTORED) {
      int factors = side.bias ? dim - 1 : dim;
      if (side.form() == DualForm.DIAGONAL && !side.bias) {
        ridge = side.shared(0, 0) + rows.ridge(row);
      } else if (!writeScale(side, rows, row, factors)) {
        return false;
      } else {
        scales = scale;
      }
    }
    system.reset(count);
    int offset = system.offset();
    Arrays.fill(dualPacked, LEAD + PANEL * stride, LEAD + offset * stride, 0);
    kernels.pack(
        side.dualFactors(),
        stride,
        rows.columns(),
        from,
        from + count,
        rows.roots(),
        scales,
        dualPacked,
        stride,
        offset,
        0);
    system.clear();
    kernels.writeProducts(dualPacked, stride, system.order(), system.stride(), system.matrix());
    for (int i = PANEL; i < offset; i++) {
      system.matrix()[system.at(i, i)] = 1;
    }
    system.addToDiagonal(0, count, ridge);
    for (int k = 0; k < count; k++) {
      system.matrix()[system.at(offset + k, 0)] = rows.scaledTarget(from + k);
    }
    if (draws) {
      drawn.beginDual(system, dualPacked, row, count);
    }
    float greatest = 0;
    float target = 0;
    for (int k = 0; k < count; k++) {
      int at = system.at(offset + k, 0);
      target = Math.max(target, Math.abs(system.matrix()[at]));
      greatest = Math.max(greatest, system.matrix()[at + offset + k]);
    }
    if (!system.factor()) {
      return false;
    }
    float[] weights = system.substitute();
    if (!isAccurate(target, weights, offset, count, greatest)) {
      return false;
    }
    if (side.basis() == null) {
      kernels.combine(dualPacked, offset, system.order(), stride, weights, x, row);
      rescale(x, row, scales);
    } else {
      kernels.combine(dualPacked, offset, system.order(), stride, weights, batch, batched);
      rescale(batch, batched, scales);
      if (draws) {
        drawn.endDual(batch, batched);
      }
      batchRows[batched++] = row;
      if (batched == BATCH) {
        bringBack(side, x);
      }
    }
    return true;
  }

  /**
   * Returns whether what rounding leaves of a short row's system is small against the targets.
   *
   * <p>The solution's gradient is {@code Yᵀ√W} times that remainder, which is about a rounding of
   * the greatest diagonal entry times the solution a. It is much where targets contradict each
   * other, as those of the same item do, and penalties are next to nothing.
   */
  private static boolean isAccurate(
      float target, float[] a, int offset, int count, float diagonal) {
    float solution = 0;
    for (int k = 0; k < count; k++) {
      solution = Math.max(solution, Math.abs(a[offset + k]));
    }
    return diagonal * solution <= MAX_GROWTH * target;
  }

  /**
   * Writes the inverse roots of S + D's diagonal in the dual form's basis.
   *
   * @return whether all are positive
   */
  private boolean writeScale(FixedSide side, Observations rows, int row, int factors) {
    for (int k = 0; k < dim; k++) {
      double own = k < factors ? rows.ridge(row) : rows.biasRidge(row);
      double all = side.basis() == null ? side.shared(k, k) : side.basis().diagonal[k];
      if (!(own + all > 0)) {
        return false;
      }
      scale[k] = (float) (1 / Math.sqrt(own + all));
    }
    return true;
  }

  private void rescale(float[] values, int row, float[] scales) {
    if (scales != null) {
      int at = LEAD + row * stride;
      for (int k = 0; k < dim; k++) {
        values[at + k] *= scales[k];
      }
    }
  }

  private void bringBack(FixedSide side, float[] x) {
    if (batched == 0) {
      return;
    }
    int padded = (batched + PANEL - 1) / PANEL * PANEL;
    kernels.multiply(batch, 0, padded, dim, stride, side.basis().back, batchBack, 0);
    for (int k = 0; k < batched; k++) {
      System.arraycopy(batchBack, LEAD + k * stride, x, LEAD + batchRows[k] * stride, dim);
    }
    batched = 0;
  }
}
