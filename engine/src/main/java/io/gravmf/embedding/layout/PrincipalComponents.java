package io.gravmf.embedding.layout;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealVector;

/** Projects points on their first principal components. */
final class PrincipalComponents {

  /** The eigenvalues of larger matrices take minutes. */
  private static final int MOST = 2048;

  private PrincipalComponents() {}

  /**
   * Writes the projections, scaled so that the first has a standard deviation of {@code deviation}.
   * Of the two directions of a component, the one is taken whose largest projection is positive.
   *
   * @throws InvalidInputException if there are fewer columns than components, if all points are
   *     equal, or if rows and columns are both too many
   */
  static void project(FloatMatrix matrix, Layout layout, double deviation) {
    int n = matrix.rows();
    int d = matrix.columns();
    if (d < layout.dimensions) {
      throw new InvalidInputException(
          "PCA of points with "
              + d
              + " columns has no "
              + layout.dimensions
              + " components; use a random layout");
    }
    if (Math.min(n, d) > MOST) {
      throw new InvalidInputException(
          "PCA of a "
              + matrix
              + " takes too long, expected at most "
              + MOST
              + " rows or columns; use a random layout");
    }
    double[][] centred = centred(matrix);
    // X Xᵀ and XᵀX have the same eigenvalues; the smaller one is enough.
    boolean byRow = n < d;
    double[][] vectors = byRow ? centred : transposed(centred, n, d);
    EigenDecomposition eigen =
        new EigenDecomposition(new Array2DRowRealMatrix(gram(vectors), false));
    double firstVariance = eigen.getRealEigenvalue(0) / n;
    if (!(firstVariance > 0)) {
      throw new InvalidInputException(
          "all points are equal: PCA has no direction; use a random layout");
    }
    for (int axis = 0; axis < layout.dimensions; axis++) {
      RealVector eigenvector = eigen.getEigenvector(axis);
      double root = Math.sqrt(Math.max(0, eigen.getRealEigenvalue(axis)));
      double[] projection = new double[n];
      double largest = 0;
      for (int i = 0; i < n; i++) {
        projection[i] =
            byRow ? eigenvector.getEntry(i) * root : dot(centred[i], eigenvector.toArray());
        if (Math.abs(projection[i]) > Math.abs(largest)) {
          largest = projection[i];
        }
      }
      double scale = Math.copySign(deviation, largest) / Math.sqrt(firstVariance);
      float[] to = layout.axis(axis);
      for (int i = 0; i < n; i++) {
        to[i] = (float) (projection[i] * scale);
      }
    }
  }

  private static double[][] centred(FloatMatrix matrix) {
    int n = matrix.rows();
    int d = matrix.columns();
    double[] means = new double[d];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        means[c] += matrix.values()[i * d + c] / (double) n;
      }
    }
    double[][] centred = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        centred[i][c] = matrix.values()[i * d + c] - means[c];
      }
    }
    return centred;
  }

  private static double[][] transposed(double[][] rows, int n, int d) {
    double[][] columns = new double[d][n];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        columns[c][i] = rows[i][c];
      }
    }
    return columns;
  }

  private static double[][] gram(double[][] vectors) {
    double[][] gram = new double[vectors.length][vectors.length];
    for (int a = 0; a < vectors.length; a++) {
      for (int b = 0; b <= a; b++) {
        gram[a][b] = dot(vectors[a], vectors[b]);
        gram[b][a] = gram[a][b];
      }
    }
    return gram;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
