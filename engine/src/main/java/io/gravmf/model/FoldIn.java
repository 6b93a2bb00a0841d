package io.gravmf.model;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.solve.DualForm;
import io.gravmf.solve.FixedSide;
import io.gravmf.solve.Gram;
import io.gravmf.solve.Observations;
import io.gravmf.solve.RowSolver;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SolverLookup;
import java.util.Objects;

/**
 * Finds the factors, and the bias where the model has biases, of users who were not trained on, the
 * items' being fixed: the row that a sweep of least squares would give them.
 *
 * <p>What of the training loss depends on one user's row x is, for that user's ratings j with
 * targets t_j and weights w_j, over N training ratings, n users and m items,
 *
 * <pre>  f(x) = 1/N sum_j w_j (x.v_j - t_j)² + p |x|² + λg/(nm) sum_all_i (x.v_i)².</pre>
 *
 * N, n, m and the mean number of ratings, which the penalty p may depend on, are the model's, so
 * that a new user's ratings weigh against both penalties as those of a user who was trained on do.
 * AdamW's weight decay is not part of the loss and is left out. Where ratings do not determine the
 * factors, which takes a model without penalties, the shortest of the best are returned.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class FoldIn {

  private final SolverKernels kernels = SolverLookup.best();
  private final Model model;
  private final Objective objective;
  private final double trainRatings;
  private final int unknowns;
  private final int stride;
  private final FixedSide items;

  /** Prepares a model, at a cost of m d² where it has gravity. */
  public FoldIn(Model model) {
    this.model = model;
    objective = model.provenance().objective();
    trainRatings = model.provenance().trainRatings();
    boolean bias = model.biases().isPresent();
    unknowns = bias ? model.dim() + 1 : model.dim();
    stride = kernels.stride(unknowns);
    DualForm form = DualForm.of(objective.gravity() > 0, !objective.users().isUniform());
    float[] factors = itemFactors(bias);
    items = new FixedSide(kernels, factors, model.itemFactors().rows(), unknowns, bias, form);
    writeShared(factors);
    items.prepare();
    for (int task = 0; task < items.transformTasks(); task++) {
      items.transform(task);
    }
  }

  /** Returns V, or with biases the rows (v, 1), padded. */
  private float[] itemFactors(boolean bias) {
    FloatMatrix v = model.itemFactors();
    float[] padded = new float[LEAD + v.rows() * stride];
    for (int row = 0; row < v.rows(); row++) {
      int at = LEAD + row * stride;
      System.arraycopy(v.values(), row * v.columns(), padded, at, v.columns());
      if (bias) {
        padded[at + v.columns()] = 1;
      }
    }
    return padded;
  }

  private void writeShared(float[] factors) {
    int n = model.userFactors().rows();
    int m = model.itemFactors().rows();
    double ratingsPerUser = trainRatings / n;
    Gram gram = new Gram(kernels, m, model.dim(), stride);
    Gram.Scratch scratch = new Gram.Scratch(kernels, unknowns);
    for (int task = 0; task < gram.tasks(); task++) {
      gram.sum(task, factors, scratch);
    }
    gram.finish();
    Penalty penalty = objective.users();
    double ridge = penalty.isUniform() ? ratingsPerUser * penalty.lambda() : 0;
    gram.writeShared(ratingsPerUser * objective.gravity() / m, ridge, items);
    objective
        .biases()
        .ifPresent(
            biases ->
                items.shared()[LEAD + model.dim() * (stride + 1)] =
                    (float) (ratingsPerUser * biases.users()));
  }

  /**
   * Returns a user's vector, whose products with {@link Model#itemVectors} are predictions but for
   * the mean: the d factors, or with biases these, the bias and 1.
   *
   * @param rated the rows of the items that the user has rated; one that is listed twice counts
   *     twice
   * @param ratings the rating of each, in rating units
   * @throws IllegalArgumentException if the lengths differ
   * @throws IndexOutOfBoundsException if a row is out of range
   */
  public float[] solve(int[] rated, float[] ratings) {
    if (rated.length != ratings.length) {
      throw new IllegalArgumentException(rated.length + " items, " + ratings.length + " ratings");
    }
    return solve(new int[] {0, rated.length}, rated, ratings.clone()).values();
  }

  /**
   * Returns the vectors of many users; of those without ratings, zeros (and 1).
   *
   * @param byUser the users' ratings; columns are rows of the model's items
   * @param ratings the ratings that were grouped, in their own order
   * @throws IndexOutOfBoundsException if a column is out of range
   */
  public FloatMatrix solve(CompressedRows byUser, float[] ratings) {
    float[] ordered = new float[byUser.size()];
    for (int k = 0; k < ordered.length; k++) {
      ordered[k] = ratings[byUser.positions()[k]];
    }
    return solve(byUser.offsets(), byUser.columns(), ordered);
  }

  private FloatMatrix solve(int[] offsets, int[] columns, float[] ratings) {
    int rows = offsets.length - 1;
    float[] x = new float[LEAD + rows * stride];
    new RowSolver(kernels, unknowns)
        .solve(items, observations(offsets, columns, ratings), 0, rows, x);
    int width = unknowns > model.dim() ? unknowns + 1 : unknowns;
    FloatMatrix vectors = FloatMatrix.zeros(rows, width);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, LEAD + row * stride, vectors.values(), row * width, unknowns);
      if (width > unknowns) {
        vectors.values()[row * width + unknowns] = 1;
      }
    }
    return vectors;
  }

  private Observations observations(int[] offsets, int[] columns, float[] ratings) {
    Targets targets = objective.targets();
    float[] goals = new float[ratings.length];
    float[] weights = new float[ratings.length];
    for (int k = 0; k < ratings.length; k++) {
      int item = Objects.checkIndex(columns[k], items.rows());
      goals[k] = targets.target(ratings[k], model.mean()) - model.itemBias(item);
      weights[k] = targets.weight(ratings[k]);
    }
    Observations observations = Observations.of(offsets, columns, goals);
    if (targets.isWeighted()) {
      observations = observations.withWeights(weights);
    }
    if (objective.users().isUniform()) {
      return observations;
    }
    float[] ridges = new float[offsets.length - 1];
    int users = model.userFactors().rows();
    for (int row = 0; row < ridges.length; row++) {
      int count = offsets[row + 1] - offsets[row];
      ridges[row] =
          (float) (trainRatings * objective.users().weight(count, trainRatings / users, users));
    }
    return observations.withRidges(ridges, null);
  }
}
