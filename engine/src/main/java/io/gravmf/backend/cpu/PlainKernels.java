package io.gravmf.backend.cpu;

import io.gravmf.solve.PlainRows;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SolverLookup;
import java.util.Arrays;

/** The inner loops in plain Java, written so that HotSpot's C2 compiler vectorises them. */
final class PlainKernels implements CpuKernels {

  private static final int LANES = PlainRows.LANES;

  private final SolverKernels solver = SolverLookup.plain();

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public SolverKernels solver() {
    return solver;
  }

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public void dots(
      float[] xs, int row, float[] ys, int stride, int[] columns, int from, int to, float[] out) {
    int xAt = LEAD + row * stride;
    for (int k = from; k < to; k++) {
      out[k - from] = PlainRows.dot(xs, xAt, ys, LEAD + columns[k] * stride, stride);
    }
  }

  @Override
  public void addWeightedRows(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      int[] places,
      float scale,
      float[] gradients,
      int row) {
    int gradientAt = LEAD + row * stride;
    int k = from;
    for (; k + 3 < to; k += 4) {
      PlainRows.addFour(
          ys,
          LEAD + columns[k] * stride,
          LEAD + columns[k + 1] * stride,
          LEAD + columns[k + 2] * stride,
          LEAD + columns[k + 3] * stride,
          weight(weights, places, k) * scale,
          weight(weights, places, k + 1) * scale,
          weight(weights, places, k + 2) * scale,
          weight(weights, places, k + 3) * scale,
          stride,
          gradients,
          gradientAt);
    }
    for (; k < to; k++) {
      PlainRows.add(
          ys,
          LEAD + columns[k] * stride,
          weight(weights, places, k) * scale,
          stride,
          gradients,
          gradientAt);
    }
  }

  private static float weight(float[] weights, int[] places, int k) {
    return weights[places == null ? k : places[k]];
  }

  @Override
  public void multiply(
      float[] x, int firstRow, int rows, int dim, int stride, float[] g, float[] out) {
    solver.multiply(x, firstRow, rows, dim, stride, g, out, 0);
  }

  @Override
  public void gramPanel(
      float[] x,
      int firstRow,
      int rows,
      int dim,
      int stride,
      int firstColumn,
      int columns,
      float[] out) {
    for (int a = 0; a < columns; a++) {
      int column = firstColumn + a;
      int firstB = column / LANES * LANES;
      int outAt = LEAD + a * stride + firstB;
      int length = stride - firstB;
      Arrays.fill(out, outAt, outAt + length, 0);
      int row = 0;
      for (; row + 3 < rows; row += 4) {
        int at = LEAD + (firstRow + row) * stride;
        PlainRows.addFour(
            x,
            at + firstB,
            at + stride + firstB,
            at + 2 * stride + firstB,
            at + 3 * stride + firstB,
            x[at + column],
            x[at + stride + column],
            x[at + 2 * stride + column],
            x[at + 3 * stride + column],
            length,
            out,
            outAt);
      }
      for (; row < rows; row++) {
        int at = LEAD + (firstRow + row) * stride;
        PlainRows.add(x, at + firstB, x[at + column], length, out, outAt);
      }
    }
  }

  @Override
  public void adamw(
      float[] old,
      float[] updated,
      float[] firstMoment,
      float[] secondMoment,
      int firstRow,
      int rows,
      int stride,
      float[] gradients,
      int firstGradient,
      AdamwStep step) {
    int at = LEAD + firstRow * stride;
    int gradientAt = LEAD + firstGradient * stride;
    int length = rows * stride;
    float decay = step.decay();
    float oneMinusBeta1 = step.oneMinusBeta1();
    float oneMinusBeta2 = step.oneMinusBeta2();
    float stepSize = step.stepSize();
    float rootBias2 = step.rootBias2();
    float epsilon = step.epsilon();
    for (int c = 0; c < length; c++) {
      float g = gradients[gradientAt + c];
      float m = firstMoment[at + c] + oneMinusBeta1 * (g - firstMoment[at + c]);
      float v = secondMoment[at + c] + oneMinusBeta2 * (g * g - secondMoment[at + c]);
      firstMoment[at + c] = m;
      secondMoment[at + c] = v;
      float root = (float) Math.sqrt(v);
      float change = decay * old[at + c] + stepSize * (m / (root / rootBias2 + epsilon));
      updated[at + c] = old[at + c] - change;
    }
  }
}
