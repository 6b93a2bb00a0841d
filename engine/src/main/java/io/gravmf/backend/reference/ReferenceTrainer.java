package io.gravmf.backend.reference;

import io.gravmf.backend.Hyperparameters;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;

/**
 * The notebook's own arithmetic in float64: the whole n × m prediction matrix, every epoch. Slow
 * and too simple to be wrong; it is itself held against PyTorch's trajectories.
 */
public final class ReferenceTrainer {

  private final Problem problem;
  private final Hyperparameters h;
  private final int n;
  private final int m;
  private final int d;
  private int epoch;

  /** U, n × d. */
  public final double[][] users;

  /** V, m × d. */
  public final double[][] items;

  /** First and second moments of U. */
  public final double[][][] userMoments;

  /** First and second moments of V. */
  public final double[][][] itemMoments;

  /** Starts where the problem starts. */
  public ReferenceTrainer(Problem problem) {
    this.problem = problem;
    h = problem.hyperparameters();
    users = widen(problem.start().users().factors());
    items = widen(problem.start().items().factors());
    n = users.length;
    m = items.length;
    d = problem.start().dim();
    userMoments =
        new double[][][] {
          widen(problem.start().users().firstMoment()),
          widen(problem.start().users().secondMoment())
        };
    itemMoments =
        new double[][][] {
          widen(problem.start().items().firstMoment()),
          widen(problem.start().items().secondMoment())
        };
    epoch = problem.start().epoch();
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

  /** Returns the loss over the training ratings at the current factors. */
  public Loss trainLoss() {
    return loss(problem.split().train());
  }

  /** Returns the loss over the validation ratings at the current factors. */
  public Loss validationLoss() {
    return loss(problem.split().validation());
  }

  private Loss loss(Ratings ratings) {
    double mse = 0;
    for (int k = 0; k < ratings.size(); k++) {
      double e = error(ratings, k);
      mse += e * e / ratings.size();
    }
    double gravity = 0;
    for (double[] u : users) {
      for (double[] v : items) {
        gravity += Math.pow(dot(u, v), 2);
      }
    }
    return new Loss(
        mse,
        h.lambdaR() * (squaredNorm(users) / n + squaredNorm(items) / m),
        h.lambdaG() * gravity / ((double) n * m));
  }

  private double error(Ratings ratings, int k) {
    double target = ratings.values()[k] - problem.mean();
    return dot(users[ratings.users()[k]], items[ratings.items()[k]]) - target;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double squaredNorm(double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      sum += dot(row, row);
    }
    return sum;
  }

  /** Returns, for each row of U and of V, the sum of {@code e y} over its training ratings. */
  public double[][][] errorSums() {
    double[][] ofUsers = new double[n][d];
    double[][] ofItems = new double[m][d];
    Ratings train = problem.split().train();
    for (int k = 0; k < train.size(); k++) {
      double e = error(train, k);
      add(ofUsers[train.users()[k]], e, items[train.items()[k]]);
      add(ofItems[train.items()[k]], e, users[train.users()[k]]);
    }
    return new double[][][] {ofUsers, ofItems};
  }

  /** Returns, for each row x of U and of V, the sum of {@code (x.y) y} over the other side. */
  public double[][][] gravitySums() {
    double[][] ofUsers = new double[n][d];
    double[][] ofItems = new double[m][d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        double s = dot(users[i], items[j]);
        add(ofUsers[i], s, items[j]);
        add(ofItems[j], s, users[i]);
      }
    }
    return new double[][][] {ofUsers, ofItems};
  }

  /** Returns the gradients of the training loss with respect to U and V. */
  public double[][][] gradients() {
    double[][][] gradients = {new double[n][d], new double[m][d]};
    double[][][] errors = errorSums();
    double[][][] gravity = gravitySums();
    double[][][] factors = {users, items};
    for (int side = 0; side < 2; side++) {
      double rows = factors[side].length;
      for (int i = 0; i < rows; i++) {
        double[] sum = gradients[side][i];
        add(sum, 2.0 / problem.split().train().size(), errors[side][i]);
        add(sum, 2 * h.lambdaR() / rows, factors[side][i]);
        add(sum, 2 * h.lambdaG() / ((double) n * m), gravity[side][i]);
      }
    }
    return gradients;
  }

  private static void add(double[] sum, double weight, double[] row) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += weight * row[k];
    }
  }

  /** Runs one epoch. */
  public void step() {
    double[][][] gradients = gradients();
    epoch++;
    adamw(users, gradients[0], userMoments);
    adamw(items, gradients[1], itemMoments);
  }

  private void adamw(double[][] parameters, double[][] gradient, double[][][] moments) {
    double bias1 = 1 - Math.pow(h.beta1(), epoch);
    double bias2 = 1 - Math.pow(h.beta2(), epoch);
    for (int i = 0; i < parameters.length; i++) {
      for (int k = 0; k < d; k++) {
        double g = gradient[i][k];
        double p = parameters[i][k] * (1 - h.learningRate() * h.weightDecay());
        double first = h.beta1() * moments[0][i][k] + (1 - h.beta1()) * g;
        double second = h.beta2() * moments[1][i][k] + (1 - h.beta2()) * g * g;
        moments[0][i][k] = first;
        moments[1][i][k] = second;
        parameters[i][k] =
            p - h.learningRate() / bias1 * first / (Math.sqrt(second / bias2) + h.epsilon());
      }
    }
  }
}
