package io.gravmf.backend.cpu;

import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SolverLookup;
import java.util.Arrays;

/**
 * The inner loops in plain Java, written so that HotSpot's C2 compiler vectorises them.
 *
 * <p>For all that C2 knows, two arrays may be one. So it vectorises a loop that stores only where
 * all arrays have the same index, and reliably only where one array is stored to: hence an array a
 * row, and a loop for each thing that AdamW updates. Sums of floats keep their order and are never
 * vectorised: products of matrices are sums of rows, {@link #addFourRows}, and a dot product is of
 * two sums, so that those of four rows need not wait for each other.
 */
final class PlainKernels implements CpuKernels {

  /** Rows are padded to whole vectors of AVX. */
  private static final int LANES = 8;

  /** Rows multiplied or added at a time: one load and store of the sum serves all. */
  private static final int GROUP = 4;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public SolverKernels solver() {
    return SolverLookup.plain();
  }

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public PaddedRows rows(int count, int stride) {
    return PaddedRows.arrayEach(count, stride);
  }

  @Override
  public long rowBytes(int stride) {
    return (long) stride * Float.BYTES + PaddedRows.ARRAY_BYTES;
  }

  @Override
  public void dots(
      PaddedRows xs, int row, PaddedRows ys, int[] columns, int from, int to, float[] out) {
    float[] x = xs.array(row);
    int last = to - 1;
    for (int k = from; k < to; k += GROUP) {
      float[] a = ys.array(columns[k]);
      float[] b = ys.array(columns[Math.min(k + 1, last)]);
      float[] c = ys.array(columns[Math.min(k + 2, last)]);
      float[] d = ys.array(columns[Math.min(k + 3, last)]);
      fourDots(x, a, b, c, d, ys.stride(), out, k - from);
    }
  }

  private static void fourDots(
      float[] x, float[] a, float[] b, float[] c, float[] d, int length, float[] out, int outAt) {
    float a0 = 0;
    float a1 = 0;
    float b0 = 0;
    float b1 = 0;
    float c0 = 0;
    float c1 = 0;
    float d0 = 0;
    float d1 = 0;
    for (int k = 0; k < length; k += 2) {
      float x0 = x[k];
      float x1 = x[k + 1];
      a0 += x0 * a[k];
      a1 += x1 * a[k + 1];
      b0 += x0 * b[k];
      b1 += x1 * b[k + 1];
      c0 += x0 * c[k];
      c1 += x1 * c[k + 1];
      d0 += x0 * d[k];
      d1 += x1 * d[k + 1];
    }
    out[outAt] = a0 + a1;
    out[outAt + 1] = b0 + b1;
    out[outAt + 2] = c0 + c1;
    out[outAt + 3] = d0 + d1;
  }

  @Override
  public void addWeightedRows(
      PaddedRows ys,
      int[] columns,
      int from,
      int to,
      float[] weights,
      int[] places,
      float scale,
      PaddedRows gradients,
      int row) {
    float[] sum = gradients.array(row);
    int length = ys.stride();
    int k = from;
    for (; k + GROUP <= to; k += GROUP) {
      addFourRows(
          ys.array(columns[k]),
          ys.array(columns[k + 1]),
          ys.array(columns[k + 2]),
          ys.array(columns[k + 3]),
          weight(weights, places, k) * scale,
          weight(weights, places, k + 1) * scale,
          weight(weights, places, k + 2) * scale,
          weight(weights, places, k + 3) * scale,
          sum,
          0,
          length);
    }
    for (; k < to; k++) {
      addRow(ys.array(columns[k]), weight(weights, places, k) * scale, sum, 0, length);
    }
  }

  private static float weight(float[] weights, int[] places, int k) {
    return weights[places == null ? k : places[k]];
  }

  private static void addRow(float[] y, float weight, float[] sum, int from, int to) {
    for (int c = from; c < to; c++) {
      sum[c] += weight * y[c];
    }
  }

  private static void addFourRows(
      float[] y0,
      float[] y1,
      float[] y2,
      float[] y3,
      float w0,
      float w1,
      float w2,
      float w3,
      float[] sum,
      int from,
      int to) {
    for (int c = from; c < to; c++) {
      sum[c] += (w0 * y0[c] + w1 * y1[c]) + (w2 * y2[c] + w3 * y3[c]);
    }
  }

  @Override
  public void multiply(
      PaddedRows x, int firstRow, int rows, int dim, PaddedRows g, PaddedRows out) {
    int stride = x.stride();
    for (int row = 0; row < rows; row++) {
      Arrays.fill(out.array(row), 0);
    }
    // Rows of G outside, so that they come from the nearest cache for all rows but the first.
    int k = 0;
    for (; k + GROUP <= dim; k += GROUP) {
      for (int row = 0; row < rows; row++) {
        float[] w = x.array(firstRow + row);
        addFourRows(
            g.array(k),
            g.array(k + 1),
            g.array(k + 2),
            g.array(k + 3),
            w[k],
            w[k + 1],
            w[k + 2],
            w[k + 3],
            out.array(row),
            0,
            stride);
      }
    }
    for (; k < dim; k++) {
      for (int row = 0; row < rows; row++) {
        addRow(g.array(k), x.array(firstRow + row)[k], out.array(row), 0, stride);
      }
    }
  }

  @Override
  public void gramPanel(
      PaddedRows x, int firstRow, int rows, int dim, int firstColumn, int columns, PaddedRows out) {
    int stride = x.stride();
    for (int a = 0; a < columns; a++) {
      Arrays.fill(out.array(a), 0);
    }
    int from = firstColumn / LANES * LANES;
    int end = firstRow + rows;
    int row = firstRow;
    for (; row + GROUP <= end; row += GROUP) {
      float[] y0 = x.array(row);
      float[] y1 = x.array(row + 1);
      float[] y2 = x.array(row + 2);
      float[] y3 = x.array(row + 3);
      for (int a = 0; a < columns; a++) {
        int column = firstColumn + a;
        addFourRows(
            y0,
            y1,
            y2,
            y3,
            y0[column],
            y1[column],
            y2[column],
            y3[column],
            out.array(a),
            from,
            stride);
      }
    }
    for (; row < end; row++) {
      float[] y = x.array(row);
      for (int a = 0; a < columns; a++) {
        addRow(y, y[firstColumn + a], out.array(a), from, stride);
      }
    }
  }

  @Override
  public void adamw(
      PaddedRows old,
      PaddedRows updated,
      PaddedRows firstMoment,
      PaddedRows secondMoment,
      int firstRow,
      int rows,
      PaddedRows gradients,
      int firstGradient,
      AdamwStep step) {
    int length = old.stride();
    for (int k = 0; k < rows; k++) {
      int row = firstRow + k;
      float[] g = gradients.array(firstGradient + k);
      float[] m = firstMoment.array(row);
      float[] v = secondMoment.array(row);
      moveFirstMoment(m, g, step.oneMinusBeta1(), length);
      moveSecondMoment(v, g, step.oneMinusBeta2(), length);
      moveParameters(old.array(row), updated.array(row), m, v, step, length);
    }
  }

  private static void moveFirstMoment(float[] m, float[] g, float oneMinusBeta1, int length) {
    for (int c = 0; c < length; c++) {
      m[c] += oneMinusBeta1 * (g[c] - m[c]);
    }
  }

  private static void moveSecondMoment(float[] v, float[] g, float oneMinusBeta2, int length) {
    for (int c = 0; c < length; c++) {
      v[c] += oneMinusBeta2 * (g[c] * g[c] - v[c]);
    }
  }

  private static void moveParameters(
      float[] old, float[] updated, float[] m, float[] v, AdamwStep step, int length) {
    float decay = step.decay();
    float stepSize = step.stepSize();
    float rootBias2 = step.rootBias2();
    float epsilon = step.epsilon();
    for (int c = 0; c < length; c++) {
      float root = (float) Math.sqrt(v[c]);
      float change = decay * old[c] + stepSize * (m[c] / (root / rootBias2 + epsilon));
      updated[c] = old[c] - change;
    }
  }
}
