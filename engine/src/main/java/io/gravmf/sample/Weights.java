package io.gravmf.sample;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.data.FloatMatrix;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The weights B of a block of features, a row a feature. A weight's prior is N(0, (λΛ)⁻¹), with one
 * λ for the factors and one for the bias, each from a Gamma distribution that says next to nothing.
 */
final class Weights {

  private static final double SHAPE = 1;
  private static final double RATE = 1e-3;

  private final FeatureBlock features;
  private final int dim;
  private final int stride;
  private final float[] weights;
  private final float[] projected;
  private float factorLambda;
  private float biasLambda;

  /**
   * @param stride of rows in the kernels' layout
   */
  Weights(FeatureBlock features, int dim, int stride) {
    this.features = features;
    this.dim = dim;
    this.stride = stride;
    weights = new float[LEAD + features.size() * stride];
    projected = new float[LEAD + features.size() * stride];
    // As if all features together were worth as much as what they leave.
    factorLambda = features.size();
    biasLambda = features.size();
  }

  int size() {
    return features.size();
  }

  FeatureBlock features() {
    return features;
  }

  /** Returns B in the kernels' layout. */
  float[] values() {
    return weights;
  }

  /** Returns where {@code Fᵀ X} is to be before a draw, in the kernels' layout. */
  float[] projected() {
    return projected;
  }

  /**
   * Draws the weights, for which {@link #projected} has been written, then their precisions.
   * Columns of F are orthogonal, so row k of B is from N(F_kᵀ X / (F_kᵀ F_k + λ), ((F_kᵀ F_k + λ)
   * Λ)⁻¹).
   */
  void draw(GaussianPrior factors, GaussianPrior bias, UniformRandomProvider random) {
    SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
    double factorSquares = 0;
    double biasSquares = 0;
    for (int k = 0; k < size(); k++) {
      double[] row = draw(k, 0, factors, factorLambda, normal);
      factorSquares += factors.product(row, row);
      double[] last = draw(k, dim, bias, biasLambda, normal);
      biasSquares += bias.product(last, last);
    }
    factorLambda = precision(size() * dim, factorSquares, random);
    biasLambda = precision(size(), biasSquares, random);
  }

  private double[] draw(
      int feature,
      int from,
      GaussianPrior prior,
      double lambda,
      SharedStateContinuousSampler normal) {
    double precision = features.square(feature) + lambda;
    double[] row = prior.deviation(normal);
    int at = LEAD + feature * stride + from;
    for (int k = 0; k < row.length; k++) {
      row[k] = projected[at + k] / precision + row[k] / Math.sqrt(precision);
      weights[at + k] = (float) row[k];
    }
    return row;
  }

  private static float precision(int count, double squares, UniformRandomProvider random) {
    return (float) GammaPrecision.draw(SHAPE, RATE, count, squares, random);
  }

  /** Adds what the weights say of the precision of some columns. */
  void addTo(NormalWishart posterior, int from, int to) {
    double lambda = from == 0 ? factorLambda : biasLambda;
    double[] row = new double[to - from];
    for (int k = 0; k < size(); k++) {
      for (int c = from; c < to; c++) {
        row[c - from] = weights[LEAD + k * stride + c];
      }
      posterior.addWeights(lambda, row);
    }
  }

  void copyTo(FloatMatrix all, int firstRow) {
    for (int k = 0; k < size(); k++) {
      int at = (firstRow + k) * all.columns();
      System.arraycopy(weights, LEAD + k * stride, all.values(), at, dim + 1);
      all.values()[at + dim + 1] = factorLambda;
      all.values()[at + dim + 2] = biasLambda;
    }
  }

  void restore(FloatMatrix all, int firstRow) {
    for (int k = 0; k < size(); k++) {
      int at = (firstRow + k) * all.columns();
      System.arraycopy(all.values(), at, weights, LEAD + k * stride, dim + 1);
      factorLambda = all.values()[at + dim + 1];
      biasLambda = all.values()[at + dim + 2];
    }
  }
}
