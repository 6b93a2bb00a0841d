package io.gravmf.embedding.affinity;

/**
 * Finds the width of each point's Gaussian, so that its neighbours' conditional probabilities have
 * the wanted perplexity (van der Maaten and Hinton 2008, section 2): tolerance and steps as in
 * scikit-learn.
 */
final class Perplexity {

  private static final double TOLERANCE = 1e-5;
  private static final int STEPS = 100;

  private final double wantedEntropy;
  private double[] weights = new double[0];

  Perplexity(double perplexity) {
    wantedEntropy = Math.log(perplexity);
  }

  /**
   * Replaces squared distances with the probabilities {@code p_j = exp(-beta d_j) / sum_k exp(-beta
   * d_k)}. Where no width has the wanted perplexity, it is the nearest: more points at the least
   * distance than the perplexity share it alike.
   *
   * @param values the distances from {@code from} up to before {@code to}
   * @param skipped a place among them to give probability 0, or -1
   */
  void toProbabilities(float[] values, int from, int to, int skipped) {
    int count = to - from;
    if (weights.length < count) {
      weights = new double[count];
    }
    // Measured from the nearest, the sum of weights cannot vanish; the probabilities are the same.
    float least = Float.POSITIVE_INFINITY;
    for (int k = from; k < to; k++) {
      if (k != skipped) {
        least = Math.min(least, values[k]);
      }
    }
    double beta = 1;
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (int step = 0; step < STEPS; step++) {
      sum = 0;
      double weightedDistances = 0;
      for (int k = from; k < to; k++) {
        double distance = values[k] - least;
        double weight = k == skipped ? 0 : Math.exp(-beta * distance);
        weights[k - from] = weight;
        sum += weight;
        weightedDistances += weight * distance;
      }
      double excess = Math.log(sum) + beta * weightedDistances / sum - wantedEntropy;
      if (Math.abs(excess) <= TOLERANCE) {
        break;
      }
      if (excess > 0) {
        low = beta;
        beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (beta + high) / 2;
      } else {
        high = beta;
        beta = (beta + low) / 2;
      }
    }
    for (int k = from; k < to; k++) {
      values[k] = (float) (weights[k - from] / sum);
    }
  }
}
