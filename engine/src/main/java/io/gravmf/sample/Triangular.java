package io.gravmf.sample;

import java.util.Arrays;

/** Small lower triangular matrices in float64, by rows. */
public final class Triangular {

  private Triangular() {}

  /**
   * Returns C of {@code A = C Cᵀ}.
   *
   * @param a symmetric and positive definite; what is above the diagonal is not read
   * @throws ArithmeticException if it is not positive definite
   */
  public static double[][] cholesky(double[][] a) {
    int d = a.length;
    double[][] c = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= c[i][k] * c[j][k];
        }
        if (i == j && !(sum > 0)) {
          throw new ArithmeticException("a matrix is not positive definite");
        }
        c[i][j] = i == j ? Math.sqrt(sum) : sum / c[j][j];
      }
    }
    return c;
  }

  /** Returns x of {@code C x = b}, b being the first {@code length} numbers of an array. */
  public static double[] solve(double[][] c, double[] b, int length) {
    double[] x = Arrays.copyOf(b, length);
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= c[i][k] * x[k];
      }
      x[i] /= c[i][i];
    }
    return x;
  }

  /** Returns x of {@code Cᵀ x = b}. */
  public static double[] solveTransposed(double[][] c, double[] b) {
    double[] x = b.clone();
    for (int i = x.length - 1; i >= 0; i--) {
      x[i] /= c[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= c[i][k] * x[i];
      }
    }
    return x;
  }

  /** Returns {@code C x}. */
  static double[] multiply(double[][] c, double[] x) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k <= i; k++) {
        product[i] += c[i][k] * x[k];
      }
    }
    return product;
  }
}
