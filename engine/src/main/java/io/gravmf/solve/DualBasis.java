package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;

import java.util.Arrays;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * A basis R in which a shared part S is diagonal, and the way back: {@code Z = Y R}, {@code x = R
 * u}. Computed in float64.
 */
final class DualBasis {

  /**
   * The greatest ratio of the factor's diagonal entries with which products with its inverse are
   * good enough in float32.
   */
  private static final double MAX_RATIO = 1e4;

  /** R and Rᵀ in the kernels' layout. */
  final float[] there;

  final float[] back;

  /** RᵀSR's diagonal, or null where it is all 1. */
  final double[] diagonal;

  private DualBasis(double[][] r, int stride, double[] diagonal) {
    int d = r.length;
    there = new float[LEAD + d * stride];
    back = new float[LEAD + d * stride];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        there[LEAD + i * stride + j] = (float) r[i][j];
        back[LEAD + j * stride + i] = (float) r[i][j];
      }
    }
    this.diagonal = diagonal;
  }

  /**
   * Returns F⁻¹ for {@code S = FᵀF}, F lower triangular, or null where S is too near to a singular
   * matrix.
   */
  static DualBasis factored(float[] shared, int dim, int stride) {
    double[][] f = widen(shared, dim, stride);
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    for (int i = dim - 1; i >= 0; i--) {
      double[] row = f[i];
      if (!(row[i] > 0)) {
        return null;
      }
      double root = Math.sqrt(row[i]);
      least = Math.min(least, root);
      greatest = Math.max(greatest, root);
      for (int j = 0; j <= i; j++) {
        row[j] /= root;
      }
      for (int k = 0; k < i; k++) {
        add(row, -row[k], f[k], k + 1);
      }
    }
    return greatest > MAX_RATIO * least ? null : new DualBasis(inverse(f), stride, null);
  }

  /** Returns a lower triangular matrix's inverse. */
  private static double[][] inverse(double[][] f) {
    int d = f.length;
    double[][] inverse = new double[d][d];
    for (int i = 0; i < d; i++) {
      double[] row = inverse[i];
      for (int k = 0; k < i; k++) {
        add(inverse[k], -f[i][k], row, k + 1);
      }
      row[i] = 1;
      for (int j = 0; j <= i; j++) {
        row[j] /= f[i][i];
      }
    }
    return inverse;
  }

  private static void add(double[] x, double scale, double[] sum, int length) {
    for (int j = 0; j < length; j++) {
      sum[j] += scale * x[j];
    }
  }

  /** Returns S's eigenvectors, the bias, which gravity does not reach, being one by itself. */
  static DualBasis rotated(float[] shared, int dim, int stride, boolean bias) {
    int rotated = bias ? dim - 1 : dim;
    double[] diagonal = new double[dim];
    double[][] r = new double[dim][dim];
    EigenDecomposition eigen;
    try {
      eigen =
          new EigenDecomposition(new Array2DRowRealMatrix(widen(shared, rotated, stride), false));
    } catch (MaxCountExceededException overflowed) {
      // No row can be solved in such a basis; each falls back, and ends as not a number.
      Arrays.fill(diagonal, Double.NaN);
      return new DualBasis(r, stride, diagonal);
    }
    for (int k = 0; k < rotated; k++) {
      diagonal[k] = Math.max(0, eigen.getRealEigenvalue(k));
      for (int i = 0; i < rotated; i++) {
        r[i][k] = eigen.getV().getEntry(i, k);
      }
    }
    if (bias) {
      diagonal[rotated] = shared[LEAD + rotated * stride + rotated];
      r[rotated][rotated] = 1;
    }
    return new DualBasis(r, stride, diagonal);
  }

  private static double[][] widen(float[] shared, int dim, int stride) {
    double[][] wide = new double[dim][dim];
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j < dim; j++) {
        wide[i][j] = shared[LEAD + i * stride + j];
      }
    }
    return wide;
  }
}
