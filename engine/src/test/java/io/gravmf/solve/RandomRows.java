package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Random rows to solve, and their systems in float64 as dense matrices. */
final class RandomRows {

  /** How the rows' weights are spread. */
  enum Weights {
    ONE,
    MIXED,
    HUGE_AND_TINY
  }

  final SolverKernels kernels;
  final int dim;
  final int stride;
  final FixedSide side;
  final Observations rows;
  final float[] start;
  private final float[] factors;

  /**
   * Draws rows.
   *
   * @param counts ratings of each
   * @param fixedRows rows of the other side, from which ratings' columns are drawn with repetition
   * @param bias whether the last unknown is a bias
   * @param gravity gamma
   * @param ridge of all rows
   * @param byRow whether each row has a ridge of its own beside
   */
  RandomRows(
      SolverKernels kernels,
      int dim,
      int[] counts,
      int fixedRows,
      boolean bias,
      double gravity,
      double ridge,
      boolean byRow,
      Weights weights,
      DualForm form,
      long seed) {
    this.kernels = kernels;
    this.dim = dim;
    stride = kernels.stride(dim);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    factors = matrix(fixedRows, gaussian);
    for (int row = 0; bias && row < fixedRows; row++) {
      factors[LEAD + row * stride + dim - 1] = 1;
    }
    start = matrix(counts.length, gaussian);
    side = new FixedSide(kernels, factors, fixedRows, dim, bias, form);
    writeShared(fixedRows, bias, gravity, ridge);
    rows = observations(counts, fixedRows, weights, byRow, random);
  }

  private float[] matrix(int count, ZigguratSampler.NormalizedGaussian gaussian) {
    float[] values = new float[LEAD + count * stride];
    for (int row = 0; row < count; row++) {
      for (int k = 0; k < dim; k++) {
        values[LEAD + row * stride + k] = (float) gaussian.sample();
      }
    }
    return values;
  }

  private void writeShared(int fixedRows, boolean bias, double gravity, double ridge) {
    int pulled = bias ? dim - 1 : dim;
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j < dim; j++) {
        double sum = 0;
        for (int row = 0; i < pulled && j < pulled && row < fixedRows; row++) {
          int at = LEAD + row * stride;
          sum += (double) factors[at + i] * factors[at + j];
        }
        side.shared()[LEAD + i * stride + j] = (float) (gravity * sum + (i == j ? ridge : 0));
      }
    }
    side.prepare();
    for (int task = 0; task < side.transformTasks(); task++) {
      side.transform(task);
    }
  }

  private static Observations observations(
      int[] counts, int fixedRows, Weights kind, boolean byRow, UniformRandomProvider random) {
    int[] offsets = new int[counts.length + 1];
    for (int row = 0; row < counts.length; row++) {
      offsets[row + 1] = offsets[row] + counts[row];
    }
    int size = offsets[counts.length];
    int[] columns = new int[size];
    float[] targets = new float[size];
    float[] weights = new float[size];
    for (int k = 0; k < size; k++) {
      columns[k] = random.nextInt(fixedRows);
      targets[k] = random.nextFloat() * 4 - 2;
      weights[k] =
          switch (kind) {
            case ONE -> 1;
            case MIXED -> random.nextInt(4) * random.nextFloat();
            case HUGE_AND_TINY -> (float) Math.pow(10, random.nextDouble() * 10 - 5);
          };
    }
    Observations rows = Observations.of(offsets, columns, targets);
    if (kind != Weights.ONE) {
      rows = rows.withWeights(weights);
    }
    if (byRow) {
      float[] ridges = new float[counts.length];
      float[] biasRidges = new float[counts.length];
      for (int row = 0; row < counts.length; row++) {
        ridges[row] = 0.1f + random.nextFloat() * counts[row];
        biasRidges[row] = 0.1f + random.nextFloat();
      }
      rows = rows.withRidges(ridges, biasRidges);
    }
    return rows;
  }

  /** Returns a row's matrix. */
  RealMatrix system(int row) {
    double[][] a = new double[dim][dim];
    for (int k = rows.offsets()[row]; k < rows.offsets()[row + 1]; k++) {
      int at = LEAD + rows.columns()[k] * stride;
      for (int i = 0; i < dim; i++) {
        for (int j = 0; j < dim; j++) {
          a[i][j] += (double) rows.weight(k) * factors[at + i] * factors[at + j];
        }
      }
    }
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j < dim; j++) {
        a[i][j] += side.shared()[LEAD + i * stride + j];
      }
      a[i][i] += side.bias && i == dim - 1 ? rows.biasRidge(row) : rows.ridge(row);
    }
    return new Array2DRowRealMatrix(a, false);
  }

  /** Returns a row's right side. */
  RealVector right(int row) {
    double[] b = new double[dim];
    for (int k = rows.offsets()[row]; k < rows.offsets()[row + 1]; k++) {
      int at = LEAD + rows.columns()[k] * stride;
      for (int i = 0; i < dim; i++) {
        b[i] += (double) rows.weight(k) * rows.targets()[k] * factors[at + i];
      }
    }
    return new ArrayRealVector(b, false);
  }

  /** Returns room for the entries' errors, undefined. */
  float[] errors() {
    float[] errors = new float[rows.columns().length];
    Arrays.fill(errors, Float.NaN);
    return errors;
  }

  /** Returns an entry's error: its target less its row's product with the other side's row. */
  double error(float[] x, int row, int entry) {
    double dot = 0;
    for (int k = 0; k < dim; k++) {
      dot +=
          (double) x[LEAD + row * stride + k] * factors[LEAD + rows.columns()[entry] * stride + k];
    }
    return rows.targets()[entry] - dot;
  }

  /** Returns the norm of an entry's row of the other side. */
  double norm(int entry) {
    return row(factors, rows.columns()[entry]).getNorm();
  }

  /** Returns a row of a solution. */
  RealVector row(float[] x, int row) {
    double[] values = new double[dim];
    for (int k = 0; k < dim; k++) {
      values[k] = x[LEAD + row * stride + k];
    }
    return new ArrayRealVector(values, false);
  }

  /** Returns the largest entry of the gradient A x - b, relative to the terms it is the sum of. */
  double gradient(float[] x, int row) {
    RealMatrix a = system(row);
    RealVector solution = row(x, row);
    RealVector right = right(row);
    double worst = 0;
    double scale = Double.MIN_NORMAL;
    for (int i = 0; i < dim; i++) {
      double sum = -right.getEntry(i);
      double absolute = absoluteRight(row, i);
      for (int j = 0; j < dim; j++) {
        double term = a.getEntry(i, j) * solution.getEntry(j);
        sum += term;
        absolute += Math.abs(term);
      }
      worst = Math.max(worst, Math.abs(sum));
      scale = Math.max(scale, absolute);
    }
    return worst / scale;
  }

  /** Returns the norm of b with the absolute values of its terms: what cancelling cannot lessen. */
  double absoluteRight(int row) {
    double sum = 0;
    for (int i = 0; i < dim; i++) {
      sum += Math.pow(absoluteRight(row, i), 2);
    }
    return Math.sqrt(sum);
  }

  private double absoluteRight(int row, int i) {
    double sum = 0;
    for (int k = rows.offsets()[row]; k < rows.offsets()[row + 1]; k++) {
      float y = factors[LEAD + rows.columns()[k] * stride + i];
      sum += Math.abs((double) rows.weight(k) * rows.targets()[k] * y);
    }
    return sum;
  }

  /** Solves all rows exactly, from NaN. */
  float[] solve(RowSolver solver) {
    float[] x = start.clone();
    Arrays.fill(x, Float.NaN);
    solver.solve(side, rows, 0, rows.offsets().length - 1, x);
    return x;
  }
}
