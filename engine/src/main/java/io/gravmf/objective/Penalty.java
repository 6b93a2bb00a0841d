package io.gravmf.objective;

/**
 * The L2 penalty on one side's rows: a row that has {@code count} ratings weighs
 *
 * <pre>lambda / rows * ((count + offset) / (mean count + offset))^exponent</pre>
 *
 * in the objective. Exponent 0 is the notebook's, in which all rows weigh the same; 1 with offset 0
 * is ALS-WR (Zhou et al. 2008, "Large-scale Parallel Collaborative Filtering for the Netflix
 * Prize"); with an offset it is the frequency-scaled penalty of Rendle et al. 2021, "Revisiting the
 * Performance of iALS on Item Recommendation Benchmarks".
 *
 * @param lambda the weight
 * @param exponent nu
 * @param offset added to every count; matters where the exponent is not 0
 */
public record Penalty(double lambda, double exponent, double offset) {

  /**
   * @throws IllegalArgumentException if a number is not finite or negative
   */
  public Penalty {
    Require.notNegative("lambda-r", lambda);
    Require.notNegative("nu, the penalty's exponent,", exponent);
    Require.notNegative("the penalty's offset", offset);
  }

  /** Returns the penalty in which all rows weigh the same. */
  public static Penalty uniform(double lambda) {
    return new Penalty(lambda, 0, 0);
  }

  /** Returns whether all rows weigh the same, whatever their counts. */
  public boolean isUniform() {
    return exponent == 0;
  }

  /**
   * Returns the weight of each row in the objective.
   *
   * @param offsets where each row's ratings start, and last the number of all; {@code rows + 1} of
   *     them
   */
  public double[] weights(int[] offsets) {
    int rows = offsets.length - 1;
    double[] weights = new double[rows];
    double mean = (double) offsets[rows] / rows;
    for (int row = 0; row < rows; row++) {
      weights[row] = weight(offsets[row + 1] - offsets[row], mean, rows);
    }
    return weights;
  }

  /**
   * Returns the weight of a row in the objective.
   *
   * @param count its ratings
   * @param meanCount the mean of the rows' ratings
   * @param rows how many rows the side has
   */
  public double weight(int count, double meanCount, int rows) {
    double share = isUniform() ? 1 : (count + offset) / (meanCount + offset);
    return lambda / rows * StrictMath.pow(share, exponent);
  }
}
