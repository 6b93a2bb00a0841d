package io.gravmf.sample;

import io.gravmf.data.FloatMatrix;

/**
 * Draws of factors made into one set of factors that predicts their average: the mean of S dot
 * products of d factors is one of S d, columns over √S.
 *
 * <p>The draws' users are moved and turned first, which changes no prediction: their factors and
 * biases have mean 0 (what that takes off them is given to the items' biases) and their factors'
 * covariance is the identity matrix. Factors of different draws then have the same scale, the
 * products of two items' rows are the covariance of their predictions over users, and a new user's
 * prior is the same in every direction, so that least squares folds him in.
 *
 * @param users n × S d
 * @param items m × S d
 * @param userBiases n × S, those of each draw
 * @param itemBiases m × S
 * @param noise the mean over draws of 1/τ, the variance of ratings about predictions
 * @param userBiasVariance the mean square of the users' biases
 * @param itemVariance the mean square of the items' factors before columns are scaled
 * @param itemBiasVariance the variance of the items' biases
 */
public record SampledFactors(
    FloatMatrix users,
    FloatMatrix items,
    FloatMatrix userBiases,
    FloatMatrix itemBiases,
    double noise,
    double userBiasVariance,
    double itemVariance,
    double itemBiasVariance) {

  /**
   * What is added to the covariance's diagonal, relative to it: fewer users than factors have none.
   */
  private static final double JITTER = 1e-6;

  /**
   * Joins draws.
   *
   * @param userDraws side by side: n rows of d factors and a bias for each
   * @param itemDraws the same of the items
   * @param noise τ of each draw
   * @param dim d
   */
  public static SampledFactors of(
      FloatMatrix userDraws, FloatMatrix itemDraws, float[] noise, int dim) {
    int draws = noise.length;
    FloatMatrix users = FloatMatrix.zeros(userDraws.rows(), draws * dim);
    FloatMatrix items = FloatMatrix.zeros(itemDraws.rows(), draws * dim);
    FloatMatrix userBiases = FloatMatrix.zeros(userDraws.rows(), draws);
    FloatMatrix itemBiases = FloatMatrix.zeros(itemDraws.rows(), draws);
    double[] variances = new double[4];
    for (int s = 0; s < draws; s++) {
      double[][] u = rows(userDraws, s, dim);
      double[][] v = rows(itemDraws, s, dim);
      standardise(u, v, dim);
      write(u, users, userBiases, s, draws, dim);
      write(v, items, itemBiases, s, draws, dim);
      variances[0] += 1 / (double) noise[s] / draws;
      variances[1] += meanSquare(u, dim, dim + 1, false) / draws;
      variances[2] += meanSquare(v, 0, dim, false) / draws;
      variances[3] += meanSquare(v, dim, dim + 1, true) / draws;
    }
    return new SampledFactors(
        users,
        items,
        userBiases,
        itemBiases,
        variances[0],
        variances[1],
        variances[2],
        variances[3]);
  }

  private static double[][] rows(FloatMatrix draws, int s, int dim) {
    double[][] rows = new double[draws.rows()][dim + 1];
    for (int row = 0; row < rows.length; row++) {
      for (int k = 0; k <= dim; k++) {
        rows[row][k] = draws.values()[row * draws.columns() + s * (dim + 1) + k];
      }
    }
    return rows;
  }

  /** Moves and turns the users' rows, and the items' so that predictions stay. */
  private static void standardise(double[][] u, double[][] v, int dim) {
    double[] mean = new double[dim + 1];
    for (double[] row : u) {
      for (int k = 0; k <= dim; k++) {
        mean[k] += row[k] / u.length;
      }
    }
    double[][] covariance = new double[dim][dim];
    for (double[] row : u) {
      for (int k = 0; k <= dim; k++) {
        row[k] -= mean[k];
      }
      for (int i = 0; i < dim; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += row[i] * row[j] / u.length;
        }
      }
    }
    double trace = Double.MIN_NORMAL;
    for (int i = 0; i < dim; i++) {
      trace += covariance[i][i];
    }
    for (int i = 0; i < dim; i++) {
      covariance[i][i] += JITTER * trace / dim;
    }
    double[][] c = Triangular.cholesky(covariance);
    for (double[] row : v) {
      double product = mean[dim];
      for (int k = 0; k < dim; k++) {
        product += mean[k] * row[k];
      }
      row[dim] += product;
      for (int k = 0; k < dim; k++) {
        double sum = 0;
        for (int i = k; i < dim; i++) {
          sum += c[i][k] * row[i];
        }
        row[k] = sum;
      }
    }
    for (double[] row : u) {
      double bias = row[dim];
      System.arraycopy(Triangular.solve(c, row, dim), 0, row, 0, dim);
      row[dim] = bias;
    }
  }

  private static void write(
      double[][] rows, FloatMatrix factors, FloatMatrix biases, int s, int draws, int dim) {
    double scale = 1 / Math.sqrt(draws);
    for (int row = 0; row < rows.length; row++) {
      for (int k = 0; k < dim; k++) {
        factors.values()[(row * draws + s) * dim + k] = (float) (scale * rows[row][k]);
      }
      biases.values()[row * draws + s] = (float) rows[row][dim];
    }
  }

  private static double meanSquare(double[][] rows, int from, int to, boolean aboutMean) {
    double sum = 0;
    double squares = 0;
    for (double[] row : rows) {
      for (int k = from; k < to; k++) {
        sum += row[k];
        squares += row[k] * row[k];
      }
    }
    double count = Math.max(1.0, (double) rows.length * (to - from));
    return squares / count - (aboutMean ? sum / count * (sum / count) : 0);
  }
}
