package io.gravmf.solve;

import java.util.Arrays;

/**
 * The solver's inner loops in plain Java, written so that HotSpot's C2 compiler vectorises them.
 */
final class PlainSolverKernels implements SolverKernels {

  private static final int LANES = PlainRows.LANES;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void multiply(
      float[] x,
      int firstRow,
      int rows,
      int dim,
      int stride,
      float[] g,
      float[] out,
      int firstOut) {
    for (int row = 0; row < rows; row++) {
      int outAt = LEAD + (firstOut + row) * stride;
      int at = LEAD + (firstRow + row) * stride;
      Arrays.fill(out, outAt, outAt + stride, 0);
      addRows(g, LEAD, stride, dim, x, at, 1, 1, stride, out, outAt);
    }
  }

  /** Adds {@code scale sum_k weights[weightAt + k weightStep] p_k[0, length)} to a row. */
  private static void addRows(
      float[] p,
      int at,
      int stride,
      int rows,
      float[] weights,
      int weightAt,
      int weightStep,
      float scale,
      int length,
      float[] out,
      int outAt) {
    int k = 0;
    for (; k + 3 < rows; k += 4) {
      int rowAt = at + k * stride;
      int wAt = weightAt + k * weightStep;
      PlainRows.addFour(
          p,
          rowAt,
          rowAt + stride,
          rowAt + 2 * stride,
          rowAt + 3 * stride,
          scale * weights[wAt],
          scale * weights[wAt + weightStep],
          scale * weights[wAt + 2 * weightStep],
          scale * weights[wAt + 3 * weightStep],
          length,
          out,
          outAt);
    }
    for (; k < rows; k++) {
      float weight = scale * weights[weightAt + k * weightStep];
      PlainRows.add(p, at + k * stride, weight, length, out, outAt);
    }
  }

  @Override
  public void pack(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] roots,
      float[] scale,
      float[] out,
      int outStride,
      int firstOut,
      int offset) {
    int outAt = LEAD + firstOut * outStride + offset;
    for (int k = from; k < to; k++, outAt += outStride) {
      int at = LEAD + columns[k] * stride;
      float root = roots == null ? 1 : roots[k];
      if (scale == null) {
        for (int c = 0; c < stride; c++) {
          out[outAt + c] = ys[at + c] * root;
        }
      } else {
        for (int c = 0; c < stride; c++) {
          out[outAt + c] = ys[at + c] * root * scale[c];
        }
      }
    }
  }

  @Override
  public void addSquares(float[] packed, int rows, int order, int stride, float[] matrix) {
    for (int i = PANEL; i < order; i++) {
      addRows(
          packed,
          LEAD,
          stride,
          rows,
          packed,
          LEAD + i,
          stride,
          1,
          i + 1,
          matrix,
          LEAD + i * stride);
    }
  }

  @Override
  public void writeGram(float[] x, int first, int rows, int dim, int stride, float[] gram) {
    int at = LEAD + first * stride;
    for (int i = 0; i < dim; i++) {
      int outAt = LEAD + i * stride;
      Arrays.fill(gram, outAt, outAt + i + 1, 0);
      addRows(x, at, stride, rows, x, at + i, stride, 1, i + 1, gram, outAt);
    }
  }

  @Override
  public void writeProducts(float[] packed, int rowStride, int order, int stride, float[] matrix) {
    for (int i = PANEL; i < order; i++) {
      for (int j = PANEL; j <= i; j++) {
        matrix[LEAD + i * stride + j] =
            PlainRows.dot(packed, LEAD + i * rowStride, packed, LEAD + j * rowStride, rowStride);
      }
    }
  }

  @Override
  public boolean factor(float[] matrix, int order, int stride) {
    for (int i = order - 1; i >= PANEL; i--) {
      int at = LEAD + i * stride;
      float least = matrix[at + i] * SMALLEST_PIVOT;
      int below = at + stride;
      addRows(
          matrix, below, stride, order - 1 - i, matrix, below + i, stride, -1, i + 1, matrix, at);
      float pivot = matrix[at + i];
      if (!(pivot > least)) {
        return false;
      }
      float inverse = (float) (1 / Math.sqrt(pivot));
      for (int j = 0; j <= i; j++) {
        matrix[at + j] *= inverse;
      }
    }
    return true;
  }

  @Override
  public void substitute(float[] factor, int order, int stride, float[] x) {
    Arrays.fill(x, 0);
    // Column 0 is w, so with -1 as the unknown 0 each row's product with x is 0.
    x[0] = -1;
    for (int i = PANEL; i < order; i++) {
      int at = LEAD + i * stride;
      // Unknowns from i on are still 0.
      int length = (i + LANES - 1) / LANES * LANES;
      x[i] = -PlainRows.dot(factor, at, x, 0, length) / factor[at + i];
    }
  }

  @Override
  public void combine(
      float[] packed, int from, int to, int stride, float[] weights, float[] out, int outRow) {
    int outAt = LEAD + outRow * stride;
    Arrays.fill(out, outAt, outAt + stride, 0);
    addRows(
        packed, LEAD + from * stride, stride, to - from, weights, from, 1, 1, stride, out, outAt);
  }

  @Override
  public void addProducts(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float[] p,
      float[] sum,
      int row,
      float[] out,
      int outAt) {
    int rowAt = LEAD + row * stride;
    for (int k = from; k < to; k++) {
      int at = LEAD + columns[k] * stride;
      float dot = PlainRows.dot(ys, at, p, rowAt, stride);
      out[outAt + k - from] = dot;
      PlainRows.add(ys, at, weights == null ? dot : dot * weights[k], stride, sum, rowAt);
    }
  }

  @Override
  public void addRows(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] scales,
      float[] weights,
      float[] sum,
      int row) {
    int rowAt = LEAD + row * stride;
    for (int k = from; k < to; k++) {
      float scale = weights == null ? scales[k] : scales[k] * weights[k];
      PlainRows.add(ys, LEAD + columns[k] * stride, scale, stride, sum, rowAt);
    }
  }

  @Override
  public void dots(
      float[] xs, int row, float[] ys, int stride, int[] columns, int from, int to, float[] out) {
    int at = LEAD + row * stride;
    for (int k = from; k < to; k++) {
      out[k - from] = PlainRows.dot(xs, at, ys, LEAD + columns[k] * stride, stride);
    }
  }

  @Override
  public float dot(float[] a, int aRow, float[] b, int bRow, int stride) {
    return PlainRows.dot(a, LEAD + aRow * stride, b, LEAD + bRow * stride, stride);
  }

  @Override
  public void add(float[] x, int xAt, float scale, float[] y, int yAt, int count) {
    PlainRows.add(x, xAt, scale, count, y, yAt);
  }

  @Override
  public void addTo(float[] x, int xRow, float scale, float[] y, int yRow, int stride) {
    int xAt = LEAD + xRow * stride;
    int yAt = LEAD + yRow * stride;
    for (int c = 0; c < stride; c++) {
      y[yAt + c] = x[xAt + c] + scale * y[yAt + c];
    }
  }
}
