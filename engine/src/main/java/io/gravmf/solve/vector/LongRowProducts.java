package io.gravmf.solve.vector;

import static io.gravmf.solve.SolverKernels.LEAD;
import static io.gravmf.solve.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Products with gathered rows of more vectors than {@link UnrolledRowProducts} keeps. */
final class LongRowProducts implements RowProducts {

  @Override
  public void addProducts(
      float[] ys,
      int stride,
      int[] columns,
      int from,
      int to,
      float[] weights,
      float[] p,
      int pAt,
      float[] sum,
      int sumAt,
      float[] out,
      int outAt) {
    for (int k = from; k < to; k++) {
      int at = LEAD + columns[k] * stride;
      float dot = dot(ys, at, p, pAt, stride);
      out[outAt + k - from] = dot;
      add(ys, at, weights == null ? dot : dot * weights[k], sum, sumAt, stride);
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
      int sumAt) {
    for (int k = from; k < to; k++) {
      float scale = weights == null ? scales[k] : scales[k] * weights[k];
      add(ys, LEAD + columns[k] * stride, scale, sum, sumAt, stride);
    }
  }

  /** Four sums, because each addition has to wait for the one before it. */
  private static float dot(float[] y, int at, float[] p, int pAt, int stride) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int c = 0;
    for (; c + 3 * Lanes.LANES < stride; c += 4 * Lanes.LANES) {
      int c1 = c + Lanes.LANES;
      int c2 = c1 + Lanes.LANES;
      int c3 = c2 + Lanes.LANES;
      s0 =
          FloatVector.fromArray(SPECIES, y, at + c)
              .fma(FloatVector.fromArray(SPECIES, p, pAt + c), s0);
      s1 =
          FloatVector.fromArray(SPECIES, y, at + c1)
              .fma(FloatVector.fromArray(SPECIES, p, pAt + c1), s1);
      s2 =
          FloatVector.fromArray(SPECIES, y, at + c2)
              .fma(FloatVector.fromArray(SPECIES, p, pAt + c2), s2);
      s3 =
          FloatVector.fromArray(SPECIES, y, at + c3)
              .fma(FloatVector.fromArray(SPECIES, p, pAt + c3), s3);
    }
    for (; c < stride; c += Lanes.LANES) {
      s0 =
          FloatVector.fromArray(SPECIES, y, at + c)
              .fma(FloatVector.fromArray(SPECIES, p, pAt + c), s0);
    }
    FloatVector sum = s0.add(s1).add(s2.add(s3));
    sum = sum.add(sum.rearrange(Lanes.FLIP_1));
    sum = sum.add(sum.rearrange(Lanes.FLIP_2));
    if (Lanes.LANES > 4) {
      sum = sum.add(sum.rearrange(Lanes.FLIP_4));
    }
    if (Lanes.LANES > 8) {
      sum = sum.add(sum.rearrange(Lanes.FLIP_8));
    }
    return sum.lane(0);
  }

  private static void add(float[] y, int at, float scale, float[] sum, int sumAt, int stride) {
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    for (int c = 0; c < stride; c += Lanes.LANES) {
      FloatVector.fromArray(SPECIES, y, at + c)
          .fma(by, FloatVector.fromArray(SPECIES, sum, sumAt + c))
          .intoArray(sum, sumAt + c);
    }
  }
}
