package io.gravmf.cuda.check;

import io.gravmf.backend.Problem;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;

/**
 * Sweeps in float64 by the plainest means: a row's matrix and right-hand side as the formulas have
 * them, Gaussian elimination, or conjugate gradients with the matrix.
 */
final class ReferenceSweeps {

  private final Problem problem;
  private final Objective objective;
  private final int d;
  private final int size;

  /** Rows of users and of items, a bias behind the factors where there are biases. */
  final double[][][] rows;

  ReferenceSweeps(Problem problem) {
    this.problem = problem;
    objective = problem.objective();
    d = problem.start().dim();
    size = objective.hasBiases() ? d + 1 : d;
    rows =
        new double[][][] {
          widen(problem.start().users().factors()), widen(problem.start().items().factors())
        };
  }

  private static double[][] widen(FloatMatrix matrix) {
    double[][] wide = new double[matrix.rows()][matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int k = 0; k < matrix.columns(); k++) {
        wide[i][k] = matrix.get(i, k);
      }
    }
    return wide;
  }

  /**
   * Runs one sweep.
   *
   * @param steps of conjugate gradients, or 0 to solve exactly
   */
  void sweep(int steps) {
    Ratings train = problem.split().train();
    solveSide(0, CompressedRows.byUser(train), steps);
    solveSide(1, CompressedRows.byItem(train), steps);
  }

  private void solveSide(int side, CompressedRows entries, int steps) {
    double[][] others = rows[1 - side];
    double[][] shared = new double[size][size];
    Ratings train = problem.split().train();
    double ratings = train.size();
    double gamma = objective.gravity() * ratings / ((double) rows[0].length * rows[1].length);
    for (double[] y : others) {
      addOuter(shared, y, gamma, d);
    }
    double[] weights =
        (side == 0 ? objective.users() : objective.items()).weights(entries.offsets());
    BiasPenalty biases = objective.biases().orElse(new BiasPenalty(0, 0));
    double biasWeight = (side == 0 ? biases.users() : biases.items()) / rows[side].length;
    for (int row = 0; row < rows[side].length; row++) {
      double[][] matrix = new double[size][];
      double[] right = new double[size];
      for (int k = 0; k < size; k++) {
        matrix[k] = shared[k].clone();
        matrix[k][k] += ratings * (k < d ? weights[row] : biasWeight);
      }
      for (int entry = entries.offsets()[row]; entry < entries.offsets()[row + 1]; entry++) {
        float rating = train.values()[entries.positions()[entry]];
        double[] y = others[entries.columns()[entry]].clone();
        double target = objective.targets().target(rating, problem.mean());
        if (objective.hasBiases()) {
          target -= y[d];
          y[d] = 1;
        }
        double weight = objective.targets().weight(rating);
        addOuter(matrix, y, weight, size);
        for (int k = 0; k < size; k++) {
          right[k] += weight * target * y[k];
        }
      }
      boolean empty = entries.offsets()[row] == entries.offsets()[row + 1];
      rows[side][row] =
          empty
              ? new double[size]
              : steps == 0
                  ? eliminate(matrix, right)
                  : improve(matrix, right, rows[side][row], steps);
    }
  }

  private static void addOuter(double[][] matrix, double[] y, double weight, int size) {
    for (int k = 0; k < size; k++) {
      for (int l = 0; l < size; l++) {
        matrix[k][l] += weight * y[k] * y[l];
      }
    }
  }

  /** The matrix is positive definite, so no pivot has to be looked for. */
  private static double[] eliminate(double[][] matrix, double[] x) {
    int size = x.length;
    for (int c = 0; c < size; c++) {
      for (int r = c + 1; r < size; r++) {
        double factor = matrix[r][c] / matrix[c][c];
        for (int k = c; k < size; k++) {
          matrix[r][k] -= factor * matrix[c][k];
        }
        x[r] -= factor * x[c];
      }
    }
    for (int c = size - 1; c >= 0; c--) {
      for (int k = c + 1; k < size; k++) {
        x[c] -= matrix[c][k] * x[k];
      }
      x[c] /= matrix[c][c];
    }
    return x;
  }

  private static double[] improve(double[][] matrix, double[] right, double[] old, int steps) {
    double[] x = old.clone();
    double[] residual = right.clone();
    for (int k = 0; k < x.length; k++) {
      residual[k] -= dot(matrix[k], x);
    }
    double[] direction = residual.clone();
    for (int step = 0; step < steps; step++) {
      double squares = dot(residual, residual);
      double[] product = new double[x.length];
      for (int k = 0; k < x.length; k++) {
        product[k] = dot(matrix[k], direction);
      }
      double length = squares / dot(direction, product);
      for (int k = 0; k < x.length; k++) {
        x[k] += length * direction[k];
        residual[k] -= length * product[k];
      }
      double kept = dot(residual, residual) / squares;
      for (int k = 0; k < x.length; k++) {
        direction[k] = residual[k] + kept * direction[k];
      }
    }
    return x;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
