package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * Finds the factors of a user who was not trained on, the items' being fixed.
 *
 * <p>What of the training loss depends on one user's row x is, for that user's ratings j with
 * targets t_j = r_j - mean, over N training ratings, n users and m items,
 *
 * <pre>  f(x) = 1/N sum_j (x.v_j - t_j)² + λr/n |x|² + λg/(nm) sum_all_i (x.v_i)²</pre>
 *
 * whose gradient vanishes where, G being VᵀV,
 *
 * <pre>  (sum_j v_j v_jᵀ + N λr/n I + N λg/(nm) G) x = sum_j t_j v_j.</pre>
 *
 * N, n and m are the model's, so that a new user's ratings weigh against both penalties as those of
 * a user who was trained on do. AdamW's weight decay is not part of the loss and is left out.
 * Double precision, by Cholesky decomposition. Immutable and safe for use by several threads.
 */
public final class FoldIn {

  /** The smallest pivot, relative to the greatest diagonal entry, that is told from zero. */
  private static final double SINGULAR = 1e-13;

  private final FloatMatrix items;
  private final double mean;
  private final double[][] penalty;

  /** Prepares a model, at a cost of m d² where it has gravity. */
  public FoldIn(Model model) {
    items = model.itemFactors();
    mean = model.mean();
    Provenance how = model.provenance();
    double ratingsPerUser = (double) how.trainRatings() / model.userFactors().rows();
    int d = model.dim();
    penalty = new double[d][d];
    double gravity = ratingsPerUser * how.objective().gravity() / items.rows();
    if (gravity > 0) {
      for (int row = 0; row < items.rows(); row++) {
        addSquare(penalty, gravity, row);
      }
    }
    for (int k = 0; k < d; k++) {
      penalty[k][k] += ratingsPerUser * how.objective().users().lambda();
    }
  }

  /** Adds {@code weight v vᵀ} to the lower triangle. */
  private void addSquare(double[][] sum, double weight, int row) {
    float[] v = items.values();
    int at = row * items.columns();
    for (int a = 0; a < sum.length; a++) {
      double scaled = weight * v[at + a];
      double[] target = sum[a];
      for (int b = 0; b <= a; b++) {
        target[b] += scaled * v[at + b];
      }
    }
  }

  /**
   * Returns the d factors of a user.
   *
   * @param rated the rows of the items that the user has rated; one that is listed twice counts
   *     twice
   * @param ratings the rating of each, in rating units
   * @throws IllegalArgumentException if the lengths differ
   * @throws IndexOutOfBoundsException if a row is out of range
   * @throws InvalidInputException if the ratings do not determine the factors, which takes a model
   *     without regularisation
   */
  public float[] solve(int[] rated, float[] ratings) {
    if (rated.length != ratings.length) {
      throw new IllegalArgumentException(rated.length + " items, " + ratings.length + " ratings");
    }
    int d = penalty.length;
    double[][] matrix = new double[d][];
    for (int a = 0; a < d; a++) {
      matrix[a] = penalty[a].clone();
    }
    double[] right = new double[d];
    for (int k = 0; k < rated.length; k++) {
      double target = ratings[k] - mean;
      for (int a = 0; a < d; a++) {
        right[a] += target * items.get(rated[k], a);
      }
      addSquare(matrix, 1, rated[k]);
    }
    double greatest = 0;
    for (int a = 0; a < d; a++) {
      greatest = Math.max(greatest, matrix[a][a]);
      for (int b = 0; b < a; b++) {
        matrix[b][a] = matrix[a][b];
      }
    }
    return solve(matrix, right, SINGULAR * greatest);
  }

  private static float[] solve(double[][] matrix, double[] right, double smallestPivot) {
    try {
      double[] solution =
          new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), 0, smallestPivot)
              .getSolver()
              .solve(new ArrayRealVector(right, false))
              .toArray();
      float[] factors = new float[solution.length];
      for (int k = 0; k < factors.length; k++) {
        factors[k] = (float) solution[k];
      }
      return factors;
    } catch (NonPositiveDefiniteMatrixException e) {
      throw new InvalidInputException(
          "the ratings do not determine "
              + right.length
              + " factors, and the model was trained without lambda-r",
          e);
    }
  }
}
