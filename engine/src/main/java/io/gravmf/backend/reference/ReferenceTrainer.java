package io.gravmf.backend.reference;

import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;

/**
 * The objective and AdamW in float64, as the notebook computes them: the whole n × m prediction
 * matrix, every epoch. Slow and too simple to be wrong; it is itself held against PyTorch's
 * trajectories.
 */
public final class ReferenceTrainer {

  private final Problem problem;
  private final Objective objective;
  private final int n;
  private final int m;
  private final int d;
  private final int columns;
  private final double[][] penalties;
  private int epoch;

  /** U, n × d; with biases n × (d + 1), a row's bias behind its factors. */
  public final double[][] users;

  /** V, m × d or m × (d + 1). */
  public final double[][] items;

  /** First and second moments of U. */
  public final double[][][] userMoments;

  /** First and second moments of V. */
  public final double[][][] itemMoments;

  /** Starts where the problem starts. */
  public ReferenceTrainer(Problem problem) {
    this.problem = problem;
    objective = problem.objective();
    users = widen(problem.start().users().factors());
    items = widen(problem.start().items().factors());
    n = users.length;
    m = items.length;
    d = problem.start().dim();
    columns = objective.hasBiases() ? d + 1 : d;
    Ratings train = problem.split().train();
    penalties =
        new double[][] {
          objective.users().weights(CompressedRows.byUser(train).offsets()),
          objective.items().weights(CompressedRows.byItem(train).offsets())
        };
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
      mse += weight(ratings, k) * e * e / ratings.size();
    }
    double gravity = 0;
    for (double[] u : users) {
      for (double[] v : items) {
        gravity += Math.pow(dot(u, v, d), 2);
      }
    }
    return new Loss(mse, penalty(0) + penalty(1), objective.gravity() * gravity / ((double) n * m));
  }

  private double error(Ratings ratings, int k) {
    double[] u = users[ratings.users()[k]];
    double[] v = items[ratings.items()[k]];
    double biases = objective.hasBiases() ? u[d] + v[d] : 0;
    double target = objective.targets().target(ratings.values()[k], problem.mean());
    return dot(u, v, d) + biases - target;
  }

  private double weight(Ratings ratings, int k) {
    return objective.targets().weight(ratings.values()[k]);
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** Returns the penalty of a side's factors and biases. */
  private double penalty(int side) {
    double[][] rows = side == 0 ? users : items;
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += penalties[side][i] * dot(rows[i], rows[i], d);
      if (objective.hasBiases()) {
        sum += biasPenalty(side) * rows[i][d] * rows[i][d];
      }
    }
    return sum;
  }

  private double biasPenalty(int side) {
    return objective
        .biases()
        .map(biases -> side == 0 ? biases.users() / n : biases.items() / m)
        .orElse(0.0);
  }

  /**
   * Returns, for each row of U and of V, the sum of {@code w e y} over its training ratings, a
   * bias's y being 1.
   */
  public double[][][] errorSums() {
    double[][] ofUsers = new double[n][columns];
    double[][] ofItems = new double[m][columns];
    Ratings train = problem.split().train();
    for (int k = 0; k < train.size(); k++) {
      double e = weight(train, k) * error(train, k);
      if (objective.hasBiases()) {
        ofUsers[train.users()[k]][d] += e;
        ofItems[train.items()[k]][d] += e;
      }
      add(ofUsers[train.users()[k]], e, items[train.items()[k]]);
      add(ofItems[train.items()[k]], e, users[train.users()[k]]);
    }
    return new double[][][] {ofUsers, ofItems};
  }

  /** Returns, for each row x of U and of V, the sum of {@code (x.y) y} over the other side. */
  public double[][][] gravitySums() {
    double[][] ofUsers = new double[n][columns];
    double[][] ofItems = new double[m][columns];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        double s = dot(users[i], items[j], d);
        add(ofUsers[i], s, items[j]);
        add(ofItems[j], s, users[i]);
      }
    }
    return new double[][][] {ofUsers, ofItems};
  }

  /** Returns the gradients of the training loss with respect to U and V. */
  public double[][][] gradients() {
    double[][][] gradients = {new double[n][columns], new double[m][columns]};
    double[][][] errors = errorSums();
    double[][][] gravity = gravitySums();
    double[][][] factors = {users, items};
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < factors[side].length; i++) {
        double[] sum = gradients[side][i];
        add(sum, 2.0 / problem.split().train().size(), errors[side][i]);
        add(sum, 2 * penalties[side][i], factors[side][i]);
        add(sum, 2 * objective.gravity() / ((double) n * m), gravity[side][i]);
        if (objective.hasBiases()) {
          sum[d] =
              2.0 / problem.split().train().size() * errors[side][i][d]
                  + 2 * biasPenalty(side) * factors[side][i][d];
        }
      }
    }
    return gradients;
  }

  /** Adds to the factors alone. */
  private void add(double[] sum, double weight, double[] row) {
    for (int k = 0; k < d; k++) {
      sum[k] += weight * row[k];
    }
  }

  /**
   * Runs one epoch of AdamW.
   *
   * @throws IllegalStateException if the problem has another optimiser
   */
  public void step() {
    if (!(problem.optimizer() instanceof Optimizer.AdamW h)) {
      throw new IllegalStateException("the problem's optimiser is " + problem.optimizer().name());
    }
    double[][][] gradients = gradients();
    epoch++;
    adamw(h, users, gradients[0], userMoments);
    adamw(h, items, gradients[1], itemMoments);
  }

  private void adamw(
      Optimizer.AdamW h, double[][] parameters, double[][] gradient, double[][][] moments) {
    double bias1 = 1 - Math.pow(h.beta1(), epoch);
    double bias2 = 1 - Math.pow(h.beta2(), epoch);
    for (int i = 0; i < parameters.length; i++) {
      for (int k = 0; k < columns; k++) {
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
