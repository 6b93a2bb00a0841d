package io.gravmf.cuda.rows;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.data.FloatMatrix;
import jcuda.driver.CUdeviceptr;

/**
 * A value for each parameter in device memory, both sides, rows padded as kernels want them: the
 * factors, or a moment of theirs.
 */
public final class ParameterMatrix {

  /** Values copied at once between padded rows on the device and those of a matrix. */
  private static final int STAGING = 1 << 20;

  private final RowsSize size;
  private final boolean hasOnes;
  private final Layout.Buffer buffer;

  /**
   * Lays the matrix out.
   *
   * @param hasOnes whether the column that takes up the other side's biases is 1, not 0
   */
  public ParameterMatrix(Layout layout, RowsSize size, boolean hasOnes) {
    this.size = size;
    this.hasOnes = hasOnes;
    buffer = layout.add(size.size(), Float.BYTES);
  }

  /** Returns its address. */
  public CUdeviceptr at() {
    return buffer.at();
  }

  /** Uploads both sides: rows of d values, and a bias behind them where there are biases. */
  public void upload(FloatMatrix users, FloatMatrix items) {
    upload(users, Side.USERS);
    upload(items, Side.ITEMS);
  }

  /** Uploads a side. */
  public void upload(FloatMatrix matrix, Side side) {
    int ld = size.ld();
    int step = Math.max(1, STAGING / ld);
    for (int first = 0; first < matrix.rows(); first += step) {
      int rows = Math.min(step, matrix.rows() - first);
      float[] padded = new float[rows * ld];
      for (int k = 0; k < rows; k++) {
        int from = (first + k) * matrix.columns();
        System.arraycopy(matrix.values(), from, padded, k * ld, size.d());
        if (size.hasBiases()) {
          padded[k * ld + size.biasColumn(side)] = matrix.values()[from + size.d()];
          padded[k * ld + size.oneColumn(side)] = hasOnes ? 1 : 0;
        }
      }
      DeviceMemory.upload(rowAt(side, first), padded);
    }
  }

  /** Copies a side out. */
  public FloatMatrix download(Side side) {
    int ld = size.ld();
    FloatMatrix matrix = FloatMatrix.zeros(size.rows(side), size.unknowns());
    int step = Math.max(1, STAGING / ld);
    float[] padded = new float[Math.min(step, matrix.rows()) * ld];
    for (int first = 0; first < matrix.rows(); first += step) {
      int rows = Math.min(step, matrix.rows() - first);
      DeviceMemory.download(padded, rowAt(side, first), rows * ld);
      for (int k = 0; k < rows; k++) {
        int to = (first + k) * matrix.columns();
        System.arraycopy(padded, k * ld, matrix.values(), to, size.d());
        if (size.hasBiases()) {
          matrix.values()[to + size.d()] = padded[k * ld + size.biasColumn(side)];
        }
      }
    }
    return matrix;
  }

  private CUdeviceptr rowAt(Side side, int row) {
    return buffer.at(((long) size.firstRow(side) + row) * size.ld() * Float.BYTES);
  }
}
