package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.random.RowNormals;
import io.gravmf.random.Stream;
import io.gravmf.solve.RandomRows.Weights;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drawn rows beside dense systems in float64. A draw is a linear function of normal numbers: with
 * none of them it is the mean, and the columns that single ones make have the covariance as the sum
 * of their squares.
 */
class RowDrawPropertyTest {

  private static final float DEVIATION = 0.8f;

  private static int[] counts(int dim) {
    return new int[] {0, 1, 3, dim / 2, dim, dim + 1, 65};
  }

  private static RandomRows rows(
      boolean vector, int dim, Weights weights, DualForm form, long seed) {
    SolverKernels kernels = vector ? SolverLookup.vector() : SolverLookup.plain();
    return new RandomRows(kernels, dim, counts(dim), 90, true, 0.02, 2, false, weights, form, seed);
  }

  /** Means are those that a random start has, which fills whole batches. */
  private static float[] means(RandomRows rows) {
    float[] means = new float[RowPrior.size(counts(rows.dim).length, rows.stride)];
    System.arraycopy(rows.start, 0, means, 0, rows.start.length);
    return means;
  }

  private static float[] draw(RandomRows rows, RowPrior.Normals normals) {
    float[] x = new float[rows.start.length];
    Arrays.fill(x, Float.NaN);
    RowPrior prior = new RowPrior(means(rows), DEVIATION, normals);
    new RowSolver(rows.kernels, rows.dim)
        .draw(rows.side, rows.rows, prior, 0, counts(rows.dim).length, x);
    return x;
  }

  private static RealVector mean(RandomRows rows, int row) {
    double[] prior = new double[rows.dim];
    for (int i = 0; i < rows.dim; i++) {
      for (int j = 0; j < rows.dim; j++) {
        prior[i] += (double) rows.side.shared(i, j) * rows.start[LEAD + row * rows.stride + j];
      }
    }
    RealVector right = rows.right(row).add(new ArrayRealVector(prior, false));
    return new LUDecomposition(rows.system(row)).getSolver().solve(right);
  }

  @Property(tries = 40)
  void bothFormsHaveTheFloat64MeanAndCovariance(
      @ForAll boolean vector,
      @ForAll boolean dual,
      @ForAll boolean weighted,
      @ForAll @IntRange(min = 2, max = 34) int dim,
      @ForAll long seed) {
    RandomRows rows =
        rows(
            vector,
            dim,
            weighted ? Weights.MIXED : Weights.ONE,
            dual ? DualForm.FACTORED : DualForm.NONE,
            seed);
    int count = counts(dim).length;
    float[] centre = draw(rows, (row, size, out) -> Arrays.fill(out, 0, size, 0));
    RealMatrix[] covariance = new RealMatrix[count];
    Arrays.setAll(covariance, row -> new Array2DRowRealMatrix(dim, dim));
    for (int k = 0; k < 2 * dim; k++) {
      int one = k;
      float[] x =
          draw(
              rows,
              (row, size, out) -> {
                Arrays.fill(out, 0, size, 0);
                if (one < size) {
                  out[one] = 1;
                }
              });
      for (int row = 0; row < count; row++) {
        RealVector column = rows.row(x, row).subtract(rows.row(centre, row));
        covariance[row] = covariance[row].add(column.outerProduct(column));
      }
    }
    for (int row = 0; row < count; row++) {
      RealVector mean = mean(rows, row);
      assertThat(rows.row(centre, row).subtract(mean).getNorm())
          .as("mean of row %d", row)
          .isLessThanOrEqualTo(1e-4 * (1 + mean.getNorm()));
      RealMatrix expected =
          new LUDecomposition(rows.system(row))
              .getSolver()
              .getInverse()
              .scalarMultiply((double) DEVIATION * DEVIATION);
      assertThat(covariance[row].subtract(expected).getFrobeniusNorm())
          .as("covariance of row %d", row)
          .isLessThanOrEqualTo(1e-3 * expected.getFrobeniusNorm());
    }
  }

  /** Projections of 400 draws by either form, by different numbers. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void drawsByEitherFormHaveTheSameDistribution(long seed) {
    int dim = 12;
    RandomRows primal = rows(true, dim, Weights.ONE, DualForm.NONE, seed);
    RandomRows dual = rows(true, dim, Weights.ONE, DualForm.FACTORED, seed);
    RowNormals ofPrimal = new RowNormals(seed, Stream.USER_ROWS);
    RowNormals ofDual = new RowNormals(seed, Stream.ITEM_ROWS);
    int count = counts(dim).length;
    double[][] first = new double[count][400];
    double[][] second = new double[count][400];
    for (int draw = 0; draw < 400; draw++) {
      int sweep = draw;
      float[] x = draw(primal, (row, size, out) -> ofPrimal.fill(sweep, row, size, out));
      float[] y = draw(dual, (row, size, out) -> ofDual.fill(sweep, row, size, out));
      for (int row = 0; row < count; row++) {
        first[row][draw] = projected(primal.row(x, row));
        second[row][draw] = projected(dual.row(y, row));
      }
    }
    for (int row = 0; row < count; row++) {
      double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(first[row], second[row]);
      assertThat(p).as("row %d", row).isGreaterThan(0.002);
    }
  }

  private static double projected(RealVector row) {
    double sum = 0;
    for (int k = 0; k < row.getDimension(); k++) {
      sum += (k % 3 - 0.7) * row.getEntry(k);
    }
    return sum;
  }

  /** Float32 cannot tell pivots of 10⁻⁹ from rounding; float64 can, and draws alike. */
  @Test
  void whatFloat32CannotTellFromASingularSystemIsDrawnInFloat64() {
    int dim = 6;
    SolverKernels kernels = SolverLookup.vector();
    int[] counts = {40};
    RandomRows rows =
        new RandomRows(
            kernels, dim, counts, 3, false, 0, 1e-7, false, Weights.ONE, DualForm.NONE, 4);
    RowSolver solver = new RowSolver(kernels, dim);
    float[] means = new float[RowPrior.size(1, rows.stride)];
    float[] x = rows.start.clone();
    RowPrior prior =
        new RowPrior(means, DEVIATION, (row, size, out) -> Arrays.fill(out, 0, size, 0));
    solver.draw(rows.side, rows.rows, prior, 0, 1, x);
    assertThat(solver.float64Rows()).isEqualTo(1);
    assertThat(rows.gradient(x, 0)).isLessThan(1e-4);
  }
}
