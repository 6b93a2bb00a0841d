package io.gravmf.cuda.check;

import io.gravmf.backend.Problem;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.random.RowNormals;
import io.gravmf.sample.Triangular;

/**
 * Draws of rows in float64 as the formulas of {@code draw_system.cuh} have them, with a prior that
 * is given. Equations are in their order there: the bias, then the factors from the last.
 */
final class ReferenceDraws {

  private final Problem problem;
  private final int last;
  private final double[][] precision;
  private final double noise;
  private final float[] normals;

  /**
   * @param precision Λ of rows of factors and a bias behind them
   * @param noise the ratings' precision
   */
  ReferenceDraws(Problem problem, double[][] precision, double noise) {
    this.problem = problem;
    this.noise = noise;
    last = precision.length - 1;
    this.precision = new double[last + 1][last + 1];
    for (int i = 0; i <= last; i++) {
      for (int j = 0; j <= last; j++) {
        this.precision[i][j] = precision[last - i][last - j] / noise;
      }
    }
    normals = new float[2 * (last + 1)];
  }

  /**
   * Draws a side.
   *
   * @param ratings by its rows
   * @param means of its rows
   * @param longest ratings of a row that is disturbed beforehand
   */
  double[][] draw(
      CompressedRows ratings,
      FloatMatrix others,
      double[][] means,
      int longest,
      RowNormals random,
      int sweep) {
    double[][] rows = new double[means.length][];
    float[] values = problem.split().train().values();
    float[] targets = problem.objective().targets().targets(ratings, values, problem.mean());
    double[][] root = Triangular.cholesky(precision);
    double deviation = 1 / Math.sqrt(noise);
    for (int row = 0; row < rows.length; row++) {
      int from = ratings.offsets()[row];
      int count = ratings.offsets()[row + 1] - from;
      boolean disturbed = count > 0 && count <= longest;
      random.fill(sweep, row, last + 1 + (disturbed ? count : 0), normals);
      double[] z = new double[last + 1];
      double[] mean = new double[last + 1];
      for (int i = 0; i <= last; i++) {
        z[i] = deviation * normals[last - i];
        mean[i] = means[row][last - i];
      }
      double[][] matrix = new double[last + 1][];
      double[] right = new double[last + 1];
      for (int i = 0; i <= last; i++) {
        matrix[i] = precision[i].clone();
        right[i] = dot(precision[i], mean) + (disturbed ? dot(root[i], z) : 0);
      }
      for (int k = 0; k < count; k++) {
        int other = ratings.columns()[from + k];
        double target = targets[from + k] - others.get(other, last);
        target -= disturbed ? deviation * normals[last + 1 + k] : 0;
        double[] y = new double[last + 1];
        y[0] = 1;
        for (int i = 1; i <= last; i++) {
          y[i] = others.get(other, last - i);
        }
        for (int i = 0; i <= last; i++) {
          right[i] += target * y[i];
          for (int j = 0; j <= last; j++) {
            matrix[i][j] += y[i] * y[j];
          }
        }
      }
      rows[row] = solve(matrix, right, disturbed ? new double[last + 1] : z);
    }
    return rows;
  }

  /** Returns {@code L⁻ᵀ (L⁻¹ b + z)}, the bias last. */
  private double[] solve(double[][] matrix, double[] right, double[] z) {
    double[][] c = Triangular.cholesky(matrix);
    double[] half = Triangular.solve(c, right, last + 1);
    for (int i = 0; i <= last; i++) {
      half[i] += z[i];
    }
    double[] solved = Triangular.solveTransposed(c, half);
    double[] row = new double[last + 1];
    for (int i = 0; i <= last; i++) {
      row[i] = solved[last - i];
    }
    return row;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
