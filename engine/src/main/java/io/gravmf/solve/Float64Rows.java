package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;

import java.util.Arrays;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Solves a row in float64, for the few whose systems float32 cannot tell from singular ones. Where
 * float64 cannot either, the solution is the shortest of those that fit equally well (the
 * pseudo-inverse's).
 */
final class Float64Rows {

  /** The smallest pivot or eigenvalue, relative to the greatest, that is told from zero. */
  private static final double SINGULAR = 1e-12;

  private Float64Rows() {}

  /** Returns the solution of a row. */
  static double[] solve(FixedSide side, Observations rows, int row) {
    double[][] matrix = new double[side.dim][side.dim];
    double[] right = new double[side.dim];
    write(side, rows, row, matrix, right);
    return solve(matrix, right);
  }

  /**
   * Returns a draw of a row, or NaN where float64 cannot either, which a prior prevents.
   *
   * @param mean S m
   * @param noise normal numbers of deviation 1/√τ
   */
  static double[] draw(FixedSide side, Observations rows, int row, double[] mean, double[] noise) {
    double[][] matrix = new double[side.dim][side.dim];
    double[] right = mean.clone();
    write(side, rows, row, matrix, right);
    try {
      Array2DRowRealMatrix a = new Array2DRowRealMatrix(matrix, false);
      CholeskyDecomposition factors = new CholeskyDecomposition(a, 0, 0);
      RealVector deviation = new ArrayRealVector(noise);
      MatrixUtils.solveUpperTriangularSystem(factors.getLT(), deviation);
      return factors.getSolver().solve(new ArrayRealVector(right)).add(deviation).toArray();
    } catch (NonPositiveDefiniteMatrixException e) {
      Arrays.fill(right, Double.NaN);
      return right;
    }
  }

  private static void write(
      FixedSide side, Observations rows, int row, double[][] matrix, double[] right) {
    int d = side.dim;
    for (int k = rows.offsets()[row]; k < rows.offsets()[row + 1]; k++) {
      addSquare(side, rows.columns()[k], rows.weight(k), rows.targets()[k], matrix, right);
    }
    int factors = side.bias ? d - 1 : d;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] += side.shared(i, j);
        matrix[j][i] = matrix[i][j];
      }
      matrix[i][i] += i < factors ? rows.ridge(row) : rows.biasRidge(row);
    }
  }

  private static void addSquare(
      FixedSide side, int column, double weight, double target, double[][] sum, double[] right) {
    int at = LEAD + column * side.stride;
    for (int i = 0; i < right.length; i++) {
      double scaled = weight * side.factors[at + i];
      right[i] += scaled * target;
      for (int j = 0; j <= i; j++) {
        sum[i][j] += scaled * side.factors[at + j];
      }
    }
  }

  private static double[] solve(double[][] matrix, double[] right) {
    double greatest = 0;
    for (int i = 0; i < right.length; i++) {
      greatest = Math.max(greatest, matrix[i][i]);
    }
    if (!isFinite(matrix, right)) {
      return unknown(right.length);
    }
    Array2DRowRealMatrix a = new Array2DRowRealMatrix(matrix, false);
    RealVector b = new ArrayRealVector(right, false);
    try {
      return new CholeskyDecomposition(a, 0, SINGULAR * greatest).getSolver().solve(b).toArray();
    } catch (NonPositiveDefiniteMatrixException e) {
      return shortest(a, b);
    }
  }

  private static boolean isFinite(double[][] matrix, double[] right) {
    double sum = 0;
    for (int i = 0; i < right.length; i++) {
      sum += Math.abs(right[i]);
      for (double entry : matrix[i]) {
        sum += Math.abs(entry);
      }
    }
    return Double.isFinite(sum);
  }

  /** What has overflowed has no solution: the loss says so, and training ends. */
  private static double[] unknown(int length) {
    double[] row = new double[length];
    Arrays.fill(row, Double.NaN);
    return row;
  }

  private static double[] shortest(RealMatrix matrix, RealVector right) {
    EigenDecomposition eigen;
    try {
      eigen = new EigenDecomposition(matrix);
    } catch (MaxCountExceededException overflowed) {
      return unknown(right.getDimension());
    }
    double[] values = eigen.getRealEigenvalues();
    double greatest = 0;
    for (double value : values) {
      greatest = Math.max(greatest, value);
    }
    RealVector solution = new ArrayRealVector(right.getDimension());
    for (int k = 0; k < values.length; k++) {
      if (values[k] > SINGULAR * greatest) {
        RealVector vector = eigen.getEigenvector(k);
        solution = solution.add(vector.mapMultiply(vector.dotProduct(right) / values[k]));
      }
    }
    return solution.toArray();
  }
}
