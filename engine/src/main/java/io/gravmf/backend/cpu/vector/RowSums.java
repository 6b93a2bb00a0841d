package io.gravmf.backend.cpu.vector;

import static io.gravmf.backend.cpu.CpuKernels.LEAD;
import static io.gravmf.backend.cpu.vector.VectorKernels.LANES;
import static io.gravmf.backend.cpu.vector.VectorKernels.SPECIES;
import static io.gravmf.backend.cpu.vector.VectorKernels.TILE;

import jdk.incubator.vector.FloatVector;

/**
 * Weighted sums of gathered rows, up to four vectors of columns at a time, so that the sums stay in
 * registers. Two neighbours are in flight, which hides the latency of the fused multiply-add.
 */
final class RowSums {

  private RowSums() {}

  static void add(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float scale,
      float[] sum,
      int sumAt) {
    int c = 0;
    for (; c + TILE <= stride; c += TILE) {
      addFour(ys, LEAD + c, stride, columns, from, to, weights, scale, sum, sumAt + c);
    }
    switch ((stride - c) / LANES) {
      case 3 -> addThree(ys, LEAD + c, stride, columns, from, to, weights, scale, sum, sumAt + c);
      case 2 -> addTwo(ys, LEAD + c, stride, columns, from, to, weights, scale, sum, sumAt + c);
      case 1 -> addOne(ys, LEAD + c, stride, columns, from, to, weights, scale, sum, sumAt + c);
      default -> {}
    }
  }

  private static void addFour(
      float[] ys,
      int first,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float scale,
      float[] sum,
      int sumAt) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    int k = from;
    for (; k + 1 < to; k += 2) {
      int y = columns[k] * stride + first;
      int z = columns[k + 1] * stride + first;
      FloatVector v = FloatVector.broadcast(SPECIES, weights[k - from]);
      FloatVector w = FloatVector.broadcast(SPECIES, weights[k - from + 1]);
      a0 = FloatVector.fromArray(SPECIES, ys, y).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, ys, y + LANES).fma(v, a1);
      a2 = FloatVector.fromArray(SPECIES, ys, y + 2 * LANES).fma(v, a2);
      a3 = FloatVector.fromArray(SPECIES, ys, y + 3 * LANES).fma(v, a3);
      b0 = FloatVector.fromArray(SPECIES, ys, z).fma(w, b0);
      b1 = FloatVector.fromArray(SPECIES, ys, z + LANES).fma(w, b1);
      b2 = FloatVector.fromArray(SPECIES, ys, z + 2 * LANES).fma(w, b2);
      b3 = FloatVector.fromArray(SPECIES, ys, z + 3 * LANES).fma(w, b3);
    }
    if (k < to) {
      int y = columns[k] * stride + first;
      FloatVector v = FloatVector.broadcast(SPECIES, weights[k - from]);
      a0 = FloatVector.fromArray(SPECIES, ys, y).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, ys, y + LANES).fma(v, a1);
      a2 = FloatVector.fromArray(SPECIES, ys, y + 2 * LANES).fma(v, a2);
      a3 = FloatVector.fromArray(SPECIES, ys, y + 3 * LANES).fma(v, a3);
    }
    join(a0.add(b0), scale, sum, sumAt);
    join(a1.add(b1), scale, sum, sumAt + LANES);
    join(a2.add(b2), scale, sum, sumAt + 2 * LANES);
    join(a3.add(b3), scale, sum, sumAt + 3 * LANES);
  }

  private static void addThree(
      float[] ys,
      int first,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float scale,
      float[] sum,
      int sumAt) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    int k = from;
    for (; k + 1 < to; k += 2) {
      int y = columns[k] * stride + first;
      int z = columns[k + 1] * stride + first;
      FloatVector v = FloatVector.broadcast(SPECIES, weights[k - from]);
      FloatVector w = FloatVector.broadcast(SPECIES, weights[k - from + 1]);
      a0 = FloatVector.fromArray(SPECIES, ys, y).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, ys, y + LANES).fma(v, a1);
      a2 = FloatVector.fromArray(SPECIES, ys, y + 2 * LANES).fma(v, a2);
      b0 = FloatVector.fromArray(SPECIES, ys, z).fma(w, b0);
      b1 = FloatVector.fromArray(SPECIES, ys, z + LANES).fma(w, b1);
      b2 = FloatVector.fromArray(SPECIES, ys, z + 2 * LANES).fma(w, b2);
    }
    if (k < to) {
      int y = columns[k] * stride + first;
      FloatVector v = FloatVector.broadcast(SPECIES, weights[k - from]);
      a0 = FloatVector.fromArray(SPECIES, ys, y).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, ys, y + LANES).fma(v, a1);
      a2 = FloatVector.fromArray(SPECIES, ys, y + 2 * LANES).fma(v, a2);
    }
    join(a0.add(b0), scale, sum, sumAt);
    join(a1.add(b1), scale, sum, sumAt + LANES);
    join(a2.add(b2), scale, sum, sumAt + 2 * LANES);
  }

  private static void addTwo(
      float[] ys,
      int first,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float scale,
      float[] sum,
      int sumAt) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    int k = from;
    for (; k + 1 < to; k += 2) {
      int y = columns[k] * stride + first;
      int z = columns[k + 1] * stride + first;
      FloatVector v = FloatVector.broadcast(SPECIES, weights[k - from]);
      FloatVector w = FloatVector.broadcast(SPECIES, weights[k - from + 1]);
      a0 = FloatVector.fromArray(SPECIES, ys, y).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, ys, y + LANES).fma(v, a1);
      b0 = FloatVector.fromArray(SPECIES, ys, z).fma(w, b0);
      b1 = FloatVector.fromArray(SPECIES, ys, z + LANES).fma(w, b1);
    }
    if (k < to) {
      int y = columns[k] * stride + first;
      FloatVector v = FloatVector.broadcast(SPECIES, weights[k - from]);
      a0 = FloatVector.fromArray(SPECIES, ys, y).fma(v, a0);
      a1 = FloatVector.fromArray(SPECIES, ys, y + LANES).fma(v, a1);
    }
    join(a0.add(b0), scale, sum, sumAt);
    join(a1.add(b1), scale, sum, sumAt + LANES);
  }

  private static void addOne(
      float[] ys,
      int first,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float scale,
      float[] sum,
      int sumAt) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    int k = from;
    for (; k + 1 < to; k += 2) {
      a =
          FloatVector.fromArray(SPECIES, ys, columns[k] * stride + first)
              .fma(FloatVector.broadcast(SPECIES, weights[k - from]), a);
      b =
          FloatVector.fromArray(SPECIES, ys, columns[k + 1] * stride + first)
              .fma(FloatVector.broadcast(SPECIES, weights[k - from + 1]), b);
    }
    if (k < to) {
      a =
          FloatVector.fromArray(SPECIES, ys, columns[k] * stride + first)
              .fma(FloatVector.broadcast(SPECIES, weights[k - from]), a);
    }
    join(a.add(b), scale, sum, sumAt);
  }

  private static void join(FloatVector part, float scale, float[] sum, int at) {
    part.mul(scale).add(FloatVector.fromArray(SPECIES, sum, at)).intoArray(sum, at);
  }
}
