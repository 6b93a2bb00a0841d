package io.gravmf.backend.cpu.vector;

import static io.gravmf.solve.vector.Lanes.LANES;
import static io.gravmf.solve.vector.Lanes.SPECIES;
import static io.gravmf.solve.vector.RowLoops.MAX_VECTORS;

import io.gravmf.backend.cpu.AdamwStep;
import io.gravmf.backend.cpu.CpuKernels;
import io.gravmf.backend.cpu.PaddedRows;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.vector.Dots;
import io.gravmf.solve.vector.Gemm;
import io.gravmf.solve.vector.Lanes;
import io.gravmf.solve.vector.RowLoops;
import io.gravmf.solve.vector.VectorSolverKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The inner loops on the Vector API, in vectors of the width that the JVM prefers. */
public final class VectorKernels implements CpuKernels {

  /**
   * Called by reflection.
   *
   * @throws UnsupportedOperationException if the JVM's vectors are too narrow to be worth it
   */
  public VectorKernels() {
    Lanes.requireWide();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public PaddedRows rows(int count, int stride) {
    return PaddedRows.inOneArray(count, stride);
  }

  @Override
  public long rowBytes(int stride) {
    return (long) stride * Float.BYTES;
  }

  @Override
  public SolverKernels solver() {
    return new VectorSolverKernels();
  }

  @Override
  public String description() {
    return "Vector API, " + SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public void dots(
      PaddedRows xs, int row, PaddedRows ys, int[] columns, int from, int to, float[] out) {
    float[] x = xs.array(row);
    int xAt = xs.at(row);
    float[] y = ys.array(0);
    int stride = ys.stride();
    int vectors = stride / LANES;
    if (vectors <= MAX_VECTORS) {
      RowLoops.of(vectors).dots(x, xAt, y, stride, columns, from, to, out);
    } else {
      Dots.dots(x, xAt, y, stride, columns, from, to, out);
    }
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
    int stride = ys.stride();
    float[] gradient = gradients.array(row);
    int gradientAt = gradients.at(row);
    for (int c = 0; c < stride; c += MAX_VECTORS * LANES) {
      int vectors = Math.min(MAX_VECTORS, (stride - c) / LANES);
      RowLoops.of(vectors)
          .addWeightedRows(
              ys.array(0),
              ys.at(0) + c,
              stride,
              columns,
              from,
              to,
              weights,
              places,
              scale,
              gradient,
              gradientAt + c);
    }
  }

  @Override
  public void multiply(
      PaddedRows x, int firstRow, int rows, int dim, PaddedRows g, PaddedRows out) {
    Gemm.multiply(
        x.array(firstRow),
        x.at(firstRow),
        x.stride(),
        1,
        rows,
        dim,
        g.array(0),
        g.at(0),
        g.stride(),
        0,
        dim,
        out.array(0),
        out.at(0),
        out.stride());
  }

  @Override
  public void gramPanel(
      PaddedRows x, int firstRow, int rows, int dim, int firstColumn, int columns, PaddedRows out) {
    float[] values = x.array(firstRow);
    int at = x.at(firstRow);
    int stride = x.stride();
    Gemm.multiply(
        values,
        at + firstColumn,
        1,
        stride,
        columns,
        rows,
        values,
        at,
        stride,
        firstColumn / LANES * LANES,
        dim,
        out.array(0),
        out.at(0),
        out.stride());
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
    float[] parameters = old.array(firstRow);
    float[] next = updated.array(firstRow);
    float[] first = firstMoment.array(firstRow);
    float[] second = secondMoment.array(firstRow);
    float[] gradient = gradients.array(firstGradient);
    int at = old.at(firstRow);
    int gradientAt = gradients.at(firstGradient);
    int length = rows * old.stride();
    FloatVector oneMinusBeta1 = FloatVector.broadcast(SPECIES, step.oneMinusBeta1());
    FloatVector oneMinusBeta2 = FloatVector.broadcast(SPECIES, step.oneMinusBeta2());
    FloatVector decay = FloatVector.broadcast(SPECIES, step.decay());
    FloatVector stepSize = FloatVector.broadcast(SPECIES, step.stepSize());
    FloatVector rootBias2 = FloatVector.broadcast(SPECIES, 1 / step.rootBias2());
    FloatVector epsilon = FloatVector.broadcast(SPECIES, step.epsilon());
    for (int c = 0; c < length; c += LANES) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientAt + c);
      FloatVector m = FloatVector.fromArray(SPECIES, first, at + c);
      FloatVector v = FloatVector.fromArray(SPECIES, second, at + c);
      m = g.sub(m).fma(oneMinusBeta1, m);
      v = g.mul(g).sub(v).fma(oneMinusBeta2, v);
      m.intoArray(first, at + c);
      v.intoArray(second, at + c);
      FloatVector denominator = v.lanewise(VectorOperators.SQRT).fma(rootBias2, epsilon);
      FloatVector p = FloatVector.fromArray(SPECIES, parameters, at + c);
      FloatVector change = p.fma(decay, m.div(denominator).mul(stepSize));
      p.sub(change).intoArray(next, at + c);
    }
  }
}
