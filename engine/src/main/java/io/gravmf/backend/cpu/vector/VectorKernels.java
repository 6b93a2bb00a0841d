package io.gravmf.backend.cpu.vector;

import static io.gravmf.backend.cpu.vector.Lanes.LANES;
import static io.gravmf.backend.cpu.vector.Lanes.SPECIES;
import static io.gravmf.backend.cpu.vector.UnrolledRowLoops.MAX_VECTORS;

import io.gravmf.backend.cpu.AdamwStep;
import io.gravmf.backend.cpu.CpuKernels;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The inner loops on the Vector API, in vectors of the width that the JVM prefers. */
public final class VectorKernels implements CpuKernels {

  private static final int MIN_LANES = 4;

  /** Loops over rows by their number of vectors; none at 0. */
  private final RowLoops[] rowLoops = new RowLoops[UnrolledRowLoops.MAX_VECTORS + 1];

  private final Gemm gemm;

  /**
   * Called by reflection.
   *
   * @throws UnsupportedOperationException if the JVM's vectors are too narrow to be worth it
   */
  public VectorKernels() {
    if (LANES < MIN_LANES) {
      throw new UnsupportedOperationException("vectors have " + LANES + " lanes only");
    }
    gemm = new Gemm();
    for (int vectors = 1; vectors < rowLoops.length; vectors++) {
      rowLoops[vectors] =
          Unrolled.copy(MethodHandles.lookup(), UnrolledRowLoops.class, RowLoops.class, vectors);
    }
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public String description() {
    return "Vector API, " + SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public void dots(
      float[] xs, int row, float[] ys, int stride, int[] columns, int from, int to, float[] out) {
    int xAt = LEAD + row * stride;
    int vectors = stride / LANES;
    if (vectors < rowLoops.length) {
      rowLoops[vectors].dots(xs, xAt, ys, stride, columns, from, to, out);
    } else {
      Dots.dots(xs, xAt, ys, stride, columns, from, to, out);
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
    for (int c = 0; c < stride; c += MAX_VECTORS * LANES) {
      int vectors = Math.min(MAX_VECTORS, (stride - c) / LANES);
      rowLoops[vectors].addWeightedRows(
          ys,
          LEAD + c,
          stride,
          columns,
          from,
          to,
          weights,
          places,
          scale,
          gradients,
          gradientAt + c);
    }
  }

  @Override
  public void multiply(
      float[] x, int firstRow, int rows, int dim, int stride, float[] g, float[] out) {
    int xAt = LEAD + firstRow * stride;
    gemm.multiply(x, xAt, stride, 1, rows, dim, g, LEAD, stride, 0, dim, out, stride);
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
    int xAt = LEAD + firstRow * stride;
    int from = firstColumn / LANES * LANES;
    gemm.multiply(
        x, xAt + firstColumn, 1, stride, columns, rows, x, xAt, stride, from, dim, out, stride);
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
    FloatVector oneMinusBeta1 = FloatVector.broadcast(SPECIES, step.oneMinusBeta1());
    FloatVector oneMinusBeta2 = FloatVector.broadcast(SPECIES, step.oneMinusBeta2());
    FloatVector decay = FloatVector.broadcast(SPECIES, step.decay());
    FloatVector stepSize = FloatVector.broadcast(SPECIES, step.stepSize());
    FloatVector rootBias2 = FloatVector.broadcast(SPECIES, 1 / step.rootBias2());
    FloatVector epsilon = FloatVector.broadcast(SPECIES, step.epsilon());
    for (int c = 0; c < length; c += LANES) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradients, gradientAt + c);
      FloatVector m = FloatVector.fromArray(SPECIES, firstMoment, at + c);
      FloatVector v = FloatVector.fromArray(SPECIES, secondMoment, at + c);
      m = g.sub(m).fma(oneMinusBeta1, m);
      v = g.mul(g).sub(v).fma(oneMinusBeta2, v);
      m.intoArray(firstMoment, at + c);
      v.intoArray(secondMoment, at + c);
      FloatVector denominator = v.lanewise(VectorOperators.SQRT).fma(rootBias2, epsilon);
      FloatVector p = FloatVector.fromArray(SPECIES, old, at + c);
      FloatVector change = p.fma(decay, m.div(denominator).mul(stepSize));
      p.sub(change).intoArray(updated, at + c);
    }
  }
}
