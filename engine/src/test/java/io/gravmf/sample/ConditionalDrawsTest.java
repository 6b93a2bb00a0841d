package io.gravmf.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.objective.Hyperpriors;
import io.gravmf.random.PhiloxSource;
import io.gravmf.random.RowNormals;
import io.gravmf.random.Stream;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SolverLookup;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Draws of what rows have in common, their averages beside the closed forms. */
class ConditionalDrawsTest {

  private static final int DRAWS = 20_000;
  private static final Hyperpriors PRIOR = new Hyperpriors(3, 2, 0.5, 4, 2);

  private static RealMatrix normals(int rows, int columns, int sweep) {
    RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      new RowNormals(9, Stream.SKETCH).fill(sweep, i, columns, row);
      for (int k = 0; k < columns; k++) {
        matrix.setEntry(i, k, row[k] * (1 + k) + 0.5 * k);
      }
    }
    return matrix;
  }

  private static double[] sums(RealMatrix x) {
    double[] sums = new double[x.getColumnDimension()];
    for (int k = 0; k < sums.length; k++) {
      for (double value : x.getColumn(k)) {
        sums[k] += value;
      }
    }
    return sums;
  }

  /**
   * Degrees ν* times scale W* of the posterior (Murphy 2007, "Conjugate Bayesian analysis of the
   * Gaussian distribution", eq. 224 and on), by dense matrices.
   */
  @Test
  void meanAndPrecisionAverageToTheirExpectations() {
    int rows = 12;
    int d = 3;
    RealMatrix x = normals(rows, d, 0);
    double[] sum = sums(x);
    RealMatrix mean = new Array2DRowRealMatrix(sum).scalarMultiply(1.0 / rows);
    RealMatrix squares = x.transpose().multiply(x);
    RealMatrix about = squares.subtract(mean.multiply(mean.transpose()).scalarMultiply(rows));
    double pull = PRIOR.strength() * rows / (PRIOR.strength() + rows);
    RealMatrix inverse =
        MatrixUtils.createRealIdentityMatrix(d)
            .scalarMultiply(1 / PRIOR.scale())
            .add(about)
            .add(mean.multiply(mean.transpose()).scalarMultiply(pull));
    double[] weight = {0.4, -1, 2};
    RealMatrix column = new Array2DRowRealMatrix(weight);
    inverse = inverse.add(column.multiply(column.transpose()).scalarMultiply(1.7));
    double degrees = d + PRIOR.extra() + rows + 1;
    RealMatrix expected =
        new LUDecomposition(inverse).getSolver().getInverse().scalarMultiply(degrees);

    NormalWishart posterior = new NormalWishart(PRIOR, rows, sum, squares.getData());
    posterior.addWeights(1.7, weight);
    RealMatrix precision = new Array2DRowRealMatrix(d, d);
    RealMatrix deviations = new Array2DRowRealMatrix(d, d);
    double[] drawnMean = new double[d];
    for (int draw = 0; draw < DRAWS; draw++) {
      GaussianPrior prior = posterior.draw(PRIOR, new PhiloxSource(1, Stream.USER_PRIOR, draw));
      RealMatrix drawn = new Array2DRowRealMatrix(prior.precision);
      precision = precision.add(drawn.scalarMultiply(1.0 / DRAWS));
      double[] about0 = new double[d];
      for (int k = 0; k < d; k++) {
        drawnMean[k] += prior.mean[k] / DRAWS;
        about0[k] = prior.mean[k] - sum[k] / (PRIOR.strength() + rows);
      }
      // (strength + N) E[dᵀ Λ d] is d, whatever Λ.
      RealMatrix one = new Array2DRowRealMatrix(about0);
      deviations =
          deviations.add(one.multiply(one.transpose()).multiply(drawn).scalarMultiply(1.0 / DRAWS));
    }
    double size = expected.getFrobeniusNorm();
    assertThat(precision.subtract(expected).getFrobeniusNorm()).isLessThan(0.02 * size);
    assertThat((PRIOR.strength() + rows) * deviations.getTrace()).isCloseTo(d, within(0.06));
    for (int k = 0; k < d; k++) {
      assertThat(drawnMean[k]).isCloseTo(sum[k] / (PRIOR.strength() + rows), within(0.02));
    }
  }

  @Test
  void aPrecisionAveragesToShapeOverRate() {
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      sum += GammaPrecision.draw(4, 2, 30, 50, new PhiloxSource(2, Stream.NOISE, draw)) / DRAWS;
    }
    assertThat(sum).isCloseTo((4 + 15.0) / (2 + 25.0), within(0.005));
  }

  /** The weights of features average to the ridge regression of the rows, whatever turned them. */
  @Test
  void weightsAverageToRidgeRegression() {
    int rows = 30;
    int features = 4;
    int dim = 2;
    SolverKernels kernels = SolverLookup.plain();
    int stride = kernels.stride(dim + 1);
    RealMatrix f = normals(rows, features, 1);
    float[] values = new float[rows * features];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < features; k++) {
        values[row * features + k] = (float) f.getEntry(row, k);
      }
    }
    FeatureBlock block = FeatureBlock.of(rows, features, values).get(0);
    RealMatrix x = normals(rows, dim + 1, 2);
    float[] residuals = new float[SolverKernels.LEAD + rows * stride];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k <= dim; k++) {
        residuals[SolverKernels.LEAD + row * stride + k] = (float) x.getEntry(row, k);
      }
    }
    double[][] factorPrecision = {{2, 0.3}, {0.3, 1}};
    double[][] factorLower = Triangular.cholesky(inverse(factorPrecision));
    double[][] one = {{1, 0}, {0, 1}};
    GaussianPrior factors = new GaussianPrior(new double[2], factorPrecision, factorLower, one);
    GaussianPrior bias =
        new GaussianPrior(new double[1], new double[][] {{4}}, new double[][] {{0.5}}, one(1));
    RealMatrix average = new Array2DRowRealMatrix(rows, dim + 1);
    int draws = 4000;
    for (int draw = 0; draw < draws; draw++) {
      // A new one each time, whose precision is still the number of features.
      Weights weights = new Weights(block, dim, stride);
      FeatureRows predicted = new FeatureRows(kernels, weights, rows, stride);
      for (int k = 0; k < weights.size(); k++) {
        predicted.project(k, residuals);
      }
      weights.draw(factors, bias, new PhiloxSource(3, Stream.USER_PRIOR, draw));
      predicted.predict(0, rows);
      for (int row = 0; row < rows; row++) {
        for (int k = 0; k <= dim; k++) {
          average.addToEntry(
              row,
              k,
              predicted.predictions()[SolverKernels.LEAD + row * stride + k] / (double) draws);
        }
      }
    }
    RealMatrix centred = f.copy();
    for (int k = 0; k < features; k++) {
      double[] column = f.getColumn(k);
      Columns.centre(column);
      centred.setColumn(k, column);
    }
    RealMatrix system =
        centred
            .transpose()
            .multiply(centred)
            .add(MatrixUtils.createRealIdentityMatrix(features).scalarMultiply(features));
    RealMatrix expected =
        centred.multiply(
            new LUDecomposition(system).getSolver().solve(centred.transpose().multiply(x)));
    assertThat(average.subtract(expected).getFrobeniusNorm())
        .isLessThan(0.02 * expected.getFrobeniusNorm());
  }

  private static double[][] one(int size) {
    return MatrixUtils.createRealIdentityMatrix(size).getData();
  }

  private static double[][] inverse(double[][] matrix) {
    return new LUDecomposition(new Array2DRowRealMatrix(matrix)).getSolver().getInverse().getData();
  }
}
