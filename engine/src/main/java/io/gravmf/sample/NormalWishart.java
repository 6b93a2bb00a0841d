package io.gravmf.sample;

import io.gravmf.objective.Hyperpriors;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Draws the mean and the precision of a side's rows given the rows (Salakhutdinov &amp; Mnih 2008,
 * eq. 14; the Wishart distribution by Bartlett's decomposition).
 *
 * <p>Weights B of features whose prior is {@code N(0, (λΛ)⁻¹)} a row (Simm et al. 2017, "Macau")
 * are as many further observations of Λ, of a known mean.
 */
final class NormalWishart {

  private final int rows;
  private final double[] sum;
  private final double[][] scatter;
  private double degrees;

  /**
   * Takes what is known of the rows.
   *
   * @param rows how many
   * @param sum their sum
   * @param squares the sum of their products x xᵀ, taken over and written to
   */
  NormalWishart(Hyperpriors hyperpriors, int rows, double[] sum, double[][] squares) {
    this.rows = rows;
    this.sum = sum;
    scatter = squares;
    int d = sum.length;
    degrees = d + hyperpriors.extra() + rows;
    // Of squares about the mean, and of the mean about 0: S + strength N / (strength + N) m mᵀ.
    double share = 1 / (hyperpriors.strength() + rows);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        scatter[i][j] -= share * sum[i] * sum[j];
      }
      scatter[i][i] += 1 / hyperpriors.scale();
    }
  }

  /** Adds a row of the weights of features, of precision {@code lambda} Λ. */
  void addWeights(double lambda, double[] weights) {
    degrees++;
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights.length; j++) {
        scatter[i][j] += lambda * weights[i] * weights[j];
      }
    }
  }

  /** Draws a precision, then a mean. */
  GaussianPrior draw(Hyperpriors hyperpriors, UniformRandomProvider random) {
    int d = sum.length;
    SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
    double[][] lower = Triangular.cholesky(scatter);
    double[][] bartlett = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        bartlett[i][j] = normal.sample();
      }
      // The root of a chi-squared number of degrees - i degrees of freedom.
      bartlett[i][i] =
          Math.sqrt(
              AhrensDieterMarsagliaTsangGammaSampler.of(random, (degrees - i) / 2, 2).sample());
    }
    GaussianPrior prior =
        new GaussianPrior(new double[d], precision(lower, bartlett), lower, bartlett);
    double[] deviation = prior.deviation(normal);
    double strength = hyperpriors.strength() + rows;
    for (int i = 0; i < d; i++) {
      prior.mean[i] = sum[i] / strength + deviation[i] / Math.sqrt(strength);
    }
    return prior;
  }

  /** Returns {@code C⁻ᵀ A Aᵀ C⁻¹}. */
  private static double[][] precision(double[][] lower, double[][] bartlett) {
    int d = lower.length;
    double[][] columns = new double[d][];
    for (int k = 0; k < d; k++) {
      double[] column = new double[d];
      for (int i = k; i < d; i++) {
        column[i] = bartlett[i][k];
      }
      columns[k] = Triangular.solveTransposed(lower, column);
    }
    double[][] precision = new double[d][d];
    for (double[] column : columns) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          precision[i][j] += column[i] * column[j];
        }
      }
    }
    return precision;
  }
}
