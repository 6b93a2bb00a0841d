package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.DOTS_OVERRUN;
import static io.gravmf.solve.SolverKernels.LEAD;

/**
 * What a row's system has in addition where the row is drawn from its distribution and not solved:
 * the prior's mean, and normal numbers. One thread's memory.
 *
 * <p>With {@code A = FᵀF}, {@code Fᵀ w = b + S m} and z standard normal, {@code x = F⁻¹ (w + z/√τ)}
 * is from N(A⁻¹ (b + S m), (τA)⁻¹). In the dual form (Bhattacharya, Chakraborty &amp; Mallick 2016,
 * "Fast sampling with Gaussian scale mixture priors in high-dimensional regression"), with S = FᵀF,
 * {@code Z = Y F⁻¹} and p = F m + z/√τ a draw of the prior in that basis,
 *
 * <pre>  (I + √W Z Zᵀ √W) a = √W (t - Z p) - δ/√τ,    x = F⁻¹ (p + Zᵀ √W a).</pre>
 */
final class DrawnRows {

  private final SolverKernels kernels;
  private final int dim;
  private final int stride;

  /** S m and F m of a batch of rows. */
  private final float[] products;

  private final float[] basisMeans;

  /** A draw of the prior in the dual form's basis, a matrix of one row. */
  private final float[] priorDraw;

  private final int[] systemRows;
  private final float[] dots;
  private final float[] normals;
  private RowPrior prior;
  private int first;

  /**
   * @param dim unknowns of a row
   * @param order rows of the greatest system
   */
  DrawnRows(SolverKernels kernels, int dim, int order) {
    this.kernels = kernels;
    this.dim = dim;
    stride = kernels.stride(dim);
    products = new float[LEAD + RowPrior.BATCH * stride];
    basisMeans = new float[LEAD + RowPrior.BATCH * stride];
    priorDraw = new float[LEAD + stride];
    systemRows = new int[order];
    for (int k = 0; k < order; k++) {
      systemRows[k] = k;
    }
    dots = new float[order + DOTS_OVERRUN];
    normals = new float[dim + order];
  }

  /** Takes a prior over. */
  void begin(RowPrior newPrior) {
    prior = newPrior;
    first = -1;
  }

  /** Takes the means of a row's batch over, which rows in ascending order make the fewest times. */
  void beginRow(FixedSide side, int row) {
    int batch = row / RowPrior.BATCH * RowPrior.BATCH;
    if (batch == first) {
      return;
    }
    first = batch;
    kernels.multiply(prior.means(), batch, RowPrior.BATCH, dim, stride, side.shared(), products, 0);
    if (side.basis() != null) {
      kernels.multiply(products, 0, RowPrior.BATCH, dim, stride, side.basis().there, basisMeans, 0);
    }
  }

  /** Adds S m to a row's right side. */
  void addMean(Cholesky system, int row) {
    int at = LEAD + (row - first) * stride;
    for (int k = 0; k < dim; k++) {
      system.matrix()[system.at(system.offset() + k, 0)] += products[at + k];
    }
  }

  /** Adds normal numbers to half of the solution, between factoring and substituting. */
  void addNoise(Cholesky system, int row) {
    prior.normals().fill(row, dim, normals);
    for (int k = 0; k < dim; k++) {
      system.matrix()[system.at(system.offset() + k, 0)] += prior.deviation() * normals[k];
    }
  }

  /**
   * Draws a short row's prior, and turns its targets into what the prior leaves of them.
   *
   * @param rows √W Z in the system's rows
   * @param system has √W t in column 0
   */
  void beginDual(Cholesky system, float[] rows, int row, int count) {
    prior.normals().fill(row, dim + count, normals);
    int at = LEAD + (row - first) * stride;
    for (int k = 0; k < dim; k++) {
      priorDraw[LEAD + k] = basisMeans[at + k] + prior.deviation() * normals[k];
    }
    int offset = system.offset();
    kernels.dots(priorDraw, 0, rows, stride, systemRows, offset, offset + count, dots);
    for (int k = 0; k < count; k++) {
      system.matrix()[system.at(offset + k, 0)] -= dots[k] + prior.deviation() * normals[dim + k];
    }
  }

  /** Adds the draw of the prior to a row in the dual form's basis. */
  void endDual(float[] values, int row) {
    kernels.add(priorDraw, LEAD, 1, values, LEAD + row * stride, stride);
  }

  /** Returns S m of a row, in float64. */
  double[] mean(FixedSide side, int row) {
    double[] product = new double[dim];
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j < dim; j++) {
        product[i] += (double) side.shared(i, j) * prior.means()[LEAD + row * stride + j];
      }
    }
    return product;
  }

  /** Returns a row's normal numbers times their deviation, in float64. */
  double[] noise(int row) {
    prior.normals().fill(row, dim, normals);
    double[] noise = new double[dim];
    for (int k = 0; k < dim; k++) {
      noise[k] = (double) prior.deviation() * normals[k];
    }
    return noise;
  }
}
