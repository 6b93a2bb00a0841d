package io.gravmf.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.ImplicitAls;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Sweeps of implicit feedback beside the dense form of the paper's sums: every pair of a user and
 * an item is a term, and each row is solved by Commons Math in float64.
 */
class ImplicitSweepTest {

  private static final double ALPHA0 = 0.3;
  private static final double LAMBDA = 2;
  private static final int SWEEPS = 3;

  /** Roundings of float32 times the condition of the worst systems, some 10 000. */
  private static final double FACTORS = 1e-2;

  /** The users' errors count once, for the items have been solved since; the items' by squares. */
  private static final double LOSS = 3e-4;

  /** A pair's summed weight as a known one; 0 where it is unknown. */
  private static double[][] weights(Ratings train, double alpha) {
    double[][] weights = new double[train.userCount()][train.itemCount()];
    for (int k = 0; k < train.size(); k++) {
      weights[train.users()[k]][train.items()[k]] += 1 + alpha * train.values()[k];
    }
    return weights;
  }

  private static double[][] transposed(double[][] matrix, int columns) {
    double[][] result = new double[columns][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < columns; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  /** Solves every row of a side; a row that no pair is known of is 0. */
  private static double[][] solved(
      double[][] weights, int[] counts, double[][] other, double nu, int d) {
    double[][] rows = new double[weights.length][];
    for (int i = 0; i < weights.length; i++) {
      RealMatrix a = new Array2DRowRealMatrix(d, d);
      double[] b = new double[d];
      for (int j = 0; j < other.length; j++) {
        for (int p = 0; p < d; p++) {
          b[p] += weights[i][j] * other[j][p];
          for (int q = 0; q < d; q++) {
            a.addToEntry(p, q, (weights[i][j] + ALPHA0) * (other[j][p] * other[j][q]));
          }
        }
      }
      double ridge = LAMBDA * Math.pow(counts[i] + ALPHA0 * other.length, nu);
      for (int p = 0; p < d; p++) {
        a.addToEntry(p, p, ridge);
      }
      rows[i] =
          new CholeskyDecomposition(a, 1e-9, 1e-14)
              .getSolver()
              .solve(new ArrayRealVector(b, false))
              .toArray();
    }
    return rows;
  }

  private static double total(
      double[][] weights,
      int[] userCounts,
      int[] itemCounts,
      double[][] users,
      double[][] items,
      double nu) {
    double sum = 0;
    for (int i = 0; i < users.length; i++) {
      for (int j = 0; j < items.length; j++) {
        double score = dot(users[i], items[j]);
        sum += weights[i][j] * (score - 1) * (score - 1) + ALPHA0 * score * score;
      }
      sum += LAMBDA * Math.pow(userCounts[i] + ALPHA0 * items.length, nu) * dot(users[i], users[i]);
    }
    for (int j = 0; j < items.length; j++) {
      sum += LAMBDA * Math.pow(itemCounts[j] + ALPHA0 * users.length, nu) * dot(items[j], items[j]);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[][] wide(FloatMatrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int k = 0; k < matrix.columns(); k++) {
        rows[i][k] = matrix.get(i, k);
      }
    }
    return rows;
  }

  @Property(tries = 40)
  void sweepsSolveTheDenseProblem(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = 1, max = 17) int m,
      @ForAll @IntRange(min = 5, max = 150) int ratings,
      @ForAll @IntRange(min = 1, max = 20) int d,
      @ForAll @IntRange(min = 0, max = 2) int halves,
      @ForAll @IntRange(min = 0, max = 2) int alpha,
      @ForAll long seed) {
    double nu = halves / 2.0;
    Problem any = RandomProblems.of(n, m, ratings, d, Objective.ofWeights(0, 0), seed);
    Ratings train = any.split().train();
    Objective objective = ImplicitAls.published(ALPHA0, LAMBDA, nu, alpha).over(train);
    Problem problem =
        new Problem(any.split(), objective, new Optimizer.LeastSquares(), any.start());

    double[][] byUser = weights(train, alpha);
    double[][] byItem = transposed(byUser, m);
    int[] userCounts = new int[n];
    int[] itemCounts = new int[m];
    for (int k = 0; k < train.size(); k++) {
      userCounts[train.users()[k]]++;
      itemCounts[train.items()[k]]++;
    }
    try (TrainingSession session =
        new CpuBackendProvider()
            .create(vector ? "cpu-vector" : "cpu-plain", new BackendOptions(2))
            .open(problem)) {
      double[][] items = wide(problem.start().items().factors());
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        double[][] users = solved(byUser, userCounts, items, nu, d);
        items = solved(byItem, itemCounts, users, nu, d);
        Loss loss = session.run(1, () -> false)[0];
        double expected = total(byUser, userCounts, itemCounts, users, items, nu) / train.size();
        assertThat(loss.total()).isCloseTo(expected, within(LOSS * expected));
        TrainingState state = session.state();
        assertThat(error(state.users().factors(), users)).isLessThan(FACTORS);
        assertThat(error(state.items().factors(), items)).isLessThan(FACTORS);
      }
    }
  }

  private static double error(FloatMatrix found, double[][] expected) {
    RelativeError error = new RelativeError();
    for (int i = 0; i < found.rows(); i++) {
      for (int k = 0; k < found.columns(); k++) {
        error.add(found.get(i, k), expected[i][k]);
      }
    }
    return error.value();
  }
}
