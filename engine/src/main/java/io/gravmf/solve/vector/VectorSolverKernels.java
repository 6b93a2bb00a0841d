package io.gravmf.solve.vector;

import static io.gravmf.solve.vector.Lanes.SPECIES;

import io.gravmf.solve.SolverKernels;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** The solver's inner loops on the Vector API, in vectors of the width that the JVM prefers. */
public final class VectorSolverKernels implements SolverKernels {

  private static final RowProducts LONG_PRODUCTS = new LongRowProducts();

  /** By a row's number of vectors. */
  private static final Unrolled.Copies<RowProducts> PRODUCTS =
      new Unrolled.Copies<>(
          MethodHandles.lookup(),
          UnrolledRowProducts.class,
          RowProducts.class,
          UnrolledRowProducts.MAX_VECTORS);

  /**
   * Called by reflection.
   *
   * @throws UnsupportedOperationException if the JVM's vectors are too narrow to be worth it
   */
  public VectorSolverKernels() {
    Lanes.requireWide();
  }

  @Override
  public int lanes() {
    return Lanes.LANES;
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
    int xAt = LEAD + firstRow * stride;
    int outAt = LEAD + firstOut * stride;
    Gemm.multiply(x, xAt, stride, 1, rows, dim, g, LEAD, stride, 0, dim, out, outAt, stride);
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
      FloatVector root = FloatVector.broadcast(SPECIES, roots == null ? 1 : roots[k]);
      if (scale == null) {
        for (int c = 0; c < stride; c += Lanes.LANES) {
          FloatVector.fromArray(SPECIES, ys, at + c).mul(root).intoArray(out, outAt + c);
        }
      } else {
        for (int c = 0; c < stride; c += Lanes.LANES) {
          FloatVector.fromArray(SPECIES, ys, at + c)
              .mul(root)
              .mul(FloatVector.fromArray(SPECIES, scale, c))
              .intoArray(out, outAt + c);
        }
      }
    }
  }

  @Override
  public void addSquares(float[] packed, int rows, int order, int stride, float[] matrix) {
    for (int r = PANEL; r < order; r += PANEL) {
      Gemm.addPanel(packed, LEAD + r, stride, rows, packed, LEAD, r + PANEL, 1, matrix, r);
    }
  }

  @Override
  public void writeGram(float[] x, int first, int rows, int dim, int stride, float[] gram) {
    int at = LEAD + first * stride;
    for (int r = 0; r < dim; r += PANEL) {
      Arrays.fill(gram, LEAD + r * stride, LEAD + (r + PANEL) * stride, 0);
      Gemm.addPanel(x, at + r, stride, rows, x, at, r + PANEL, 1, gram, r);
    }
  }

  @Override
  public void writeProducts(float[] packed, int rowStride, int order, int stride, float[] matrix) {
    float[] sums = new float[DotTile.SUMS];
    for (int i = PANEL; i < order; i += PANEL) {
      for (int j = PANEL; j <= i; j += PANEL) {
        DotTile.dots(packed, LEAD + i * rowStride, LEAD + j * rowStride, rowStride, sums);
        for (int k = 0; k < PANEL; k++) {
          int at = LEAD + (i + k) * stride + j;
          matrix[at] = sums[k * PANEL];
          matrix[at + 1] = sums[k * PANEL + 1];
          matrix[at + 2] = sums[k * PANEL + 2];
          matrix[at + 3] = sums[k * PANEL + 3];
        }
      }
    }
  }

  @Override
  public boolean factor(float[] matrix, int order, int stride) {
    for (int r = order - PANEL; r >= PANEL; r -= PANEL) {
      int at = LEAD + r * stride + r;
      float d0 = matrix[at];
      float d1 = matrix[at + stride + 1];
      float d2 = matrix[at + 2 * stride + 2];
      float d3 = matrix[at + 3 * stride + 3];
      int below = r + PANEL;
      int belowAt = LEAD + below * stride;
      Gemm.addPanel(
          matrix, belowAt + r, stride, order - below, matrix, belowAt, below, -1, matrix, r);
      if (!Panels.factor(matrix, r, stride, d0, d1, d2, d3)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void substitute(float[] factor, int order, int stride, float[] x) {
    Panels.substitute(factor, order, stride, x);
  }

  @Override
  public void combine(
      float[] packed, int from, int to, int stride, float[] weights, float[] out, int outRow) {
    int outAt = LEAD + outRow * stride;
    for (int c = 0; c < stride; c += Lanes.LANES) {
      FloatVector even = FloatVector.zero(SPECIES);
      FloatVector odd = even;
      int at = LEAD + from * stride + c;
      int k = from;
      for (; k + 1 < to; k += 2, at += 2 * stride) {
        even =
            FloatVector.fromArray(SPECIES, packed, at)
                .fma(FloatVector.broadcast(SPECIES, weights[k]), even);
        odd =
            FloatVector.fromArray(SPECIES, packed, at + stride)
                .fma(FloatVector.broadcast(SPECIES, weights[k + 1]), odd);
      }
      if (k < to) {
        even =
            FloatVector.fromArray(SPECIES, packed, at)
                .fma(FloatVector.broadcast(SPECIES, weights[k]), even);
      }
      even.add(odd).intoArray(out, outAt + c);
    }
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
    int at = LEAD + row * stride;
    products(stride)
        .addProducts(ys, stride, columns, from, to, weights, p, at, sum, at, out, outAt);
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
    int at = LEAD + row * stride;
    products(stride).addRows(ys, stride, columns, from, to, scales, weights, sum, at);
  }

  private RowProducts products(int stride) {
    int vectors = stride / Lanes.LANES;
    return vectors <= UnrolledRowProducts.MAX_VECTORS ? PRODUCTS.get(vectors) : LONG_PRODUCTS;
  }

  @Override
  public void dots(
      float[] xs, int row, float[] ys, int stride, int[] columns, int from, int to, float[] out) {
    int at = LEAD + row * stride;
    int vectors = stride / Lanes.LANES;
    if (vectors <= RowLoops.MAX_VECTORS) {
      RowLoops.of(vectors).dots(xs, at, ys, stride, columns, from, to, out);
    } else {
      Dots.dots(xs, at, ys, stride, columns, from, to, out);
    }
  }

  @Override
  public float dot(float[] a, int aRow, float[] b, int bRow, int stride) {
    int aAt = LEAD + aRow * stride;
    int bAt = LEAD + bRow * stride;
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int c = 0; c < stride; c += Lanes.LANES) {
      sum =
          FloatVector.fromArray(SPECIES, a, aAt + c)
              .fma(FloatVector.fromArray(SPECIES, b, bAt + c), sum);
    }
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

  @Override
  public void add(float[] x, int xAt, float scale, float[] y, int yAt, int count) {
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    int c = 0;
    for (; c <= count - Lanes.LANES; c += Lanes.LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + c)
          .fma(by, FloatVector.fromArray(SPECIES, y, yAt + c))
          .intoArray(y, yAt + c);
    }
    for (; c < count; c++) {
      y[yAt + c] = Math.fma(scale, x[xAt + c], y[yAt + c]);
    }
  }

  @Override
  public void addTo(float[] x, int xRow, float scale, float[] y, int yRow, int stride) {
    int xAt = LEAD + xRow * stride;
    int yAt = LEAD + yRow * stride;
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    for (int c = 0; c < stride; c += Lanes.LANES) {
      FloatVector.fromArray(SPECIES, y, yAt + c)
          .fma(by, FloatVector.fromArray(SPECIES, x, xAt + c))
          .intoArray(y, yAt + c);
    }
  }
}
