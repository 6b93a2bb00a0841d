package io.gravmf.cuda.gibbs;

import io.gravmf.sample.Triangular;
import java.nio.FloatBuffer;

/**
 * A prior of a side's rows as their systems take it: divided by the ratings' precision, and in the
 * order of equations, which is the bias first and then the factors from the last to the first.
 *
 * @param precision S, by equations
 * @param root C of {@code S = C Cᵀ}
 * @param right S μ, then the products of S and the weights of each feature
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PriorTerms(float[][] precision, double[][] root, double[][] right) {

  /**
   * Makes the terms of a prior.
   *
   * @param precision Λ of rows of factors and a bias behind them
   * @param means μ, then the weights of each feature
   * @param noise the ratings' precision
   * @throws ArithmeticException if it is no prior
   */
  public static PriorTerms of(double[][] precision, double[][] means, double noise) {
    int last = precision.length - 1;
    float[][] reversed = new float[last + 1][last + 1];
    double[][] wide = new double[last + 1][last + 1];
    for (int i = 0; i <= last; i++) {
      for (int j = 0; j <= last; j++) {
        reversed[i][j] = (float) (precision[last - i][last - j] / noise);
        wide[i][j] = reversed[i][j];
      }
    }
    double[][] right = new double[means.length][last + 1];
    for (int k = 0; k < means.length; k++) {
      for (int i = 0; i <= last; i++) {
        for (int j = 0; j <= last; j++) {
          right[k][i] += wide[i][j] * means[k][last - j];
        }
      }
    }
    return new PriorTerms(reversed, Triangular.cholesky(wide), right);
  }

  /** Returns the rows of so many features' terms. */
  static int rows(int unknowns, int features) {
    return 2 * unknowns + 1 + features;
  }

  /** Writes S, Cᵀ and what the right sides are made of, rows {@code ld} apart. */
  void write(FloatBuffer out, int ld) {
    int unknowns = precision.length;
    for (int i = 0; i < unknowns; i++) {
      for (int j = 0; j < ld; j++) {
        out.put(i * ld + j, j < unknowns ? precision[i][j] : 0);
        out.put((unknowns + i) * ld + j, j < unknowns ? (float) root[j][i] : 0);
      }
    }
    for (int k = 0; k < right.length; k++) {
      for (int j = 0; j < ld; j++) {
        out.put((2 * unknowns + k) * ld + j, j < unknowns ? (float) right[k][j] : 0);
      }
    }
  }
}
