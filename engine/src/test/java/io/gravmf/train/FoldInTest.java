package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.model.FoldIn;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside the reference trainer, whose gradients and losses are held against PyTorch. */
class FoldInTest {

  private static final int DIM = 7;

  private static Problem problem(double lambdaR, double lambdaG) {
    return RandomProblems.of(15, 25, 220, DIM, Objective.ofWeights(lambdaR, lambdaG), 3);
  }

  private static Model model(Problem problem) {
    Ratings train = problem.split().train();
    Loss none = new Loss(0, 0, 0);
    FloatMatrix users = problem.start().users().factors();
    FloatMatrix items = problem.start().items().factors();
    return new Model(
        users.columns(0, DIM),
        items.columns(0, DIM),
        problem.start().hasBiases()
            ? Optional.of(
                new Model.Biases(users.columns(DIM, DIM + 1), items.columns(DIM, DIM + 1)))
            : Optional.empty(),
        problem.mean(),
        train.userIds(),
        train.itemIds(),
        new Provenance(
            "",
            "",
            0,
            "",
            "",
            train.size(),
            0,
            Optional.empty(),
            1,
            problem.objective(),
            problem.optimizer(),
            none,
            Optional.empty()));
  }

  private static float[] fold(Problem problem, int user) {
    Ratings train = problem.split().train();
    int[] rated = new int[train.size()];
    float[] ratings = new float[train.size()];
    int count = 0;
    for (int k = 0; k < train.size(); k++) {
      if (train.users()[k] == user) {
        rated[count] = train.items()[k];
        ratings[count++] = train.values()[k];
      }
    }
    return new FoldIn(model(problem))
        .solve(Arrays.copyOf(rated, count), Arrays.copyOf(ratings, count));
  }

  /** With the items fixed, the folded row is where the training loss has no slope for that user. */
  @ParameterizedTest
  @CsvSource({"0.1, 0.1", "0.5, 0", "0, 2", "1e-6, 3"})
  void theLossHasNoSlopeAtTheFoldedUser(double lambdaR, double lambdaG) {
    Problem problem = problem(lambdaR, lambdaG);
    for (int user = 0; user < 15; user++) {
      ReferenceTrainer reference = new ReferenceTrainer(problem);
      double[] before = reference.gradients()[0][user];
      float[] folded = fold(problem, user);
      for (int k = 0; k < DIM; k++) {
        reference.users[user][k] = folded[k];
      }
      double[] gradient = reference.gradients()[0][user];
      for (int k = 0; k < DIM; k++) {
        assertThat(Math.abs(gradient[k])).isLessThan(2e-6 * norm(before));
        // And by the loss alone, whose sums know nothing of gradients.
        double slope = slope(reference, user, k);
        assertThat(Math.abs(slope)).isLessThan(2e-6 * norm(before));
      }
    }
  }

  /** Every part of the family: biases, penalties by count, implicit feedback with weights. */
  @ParameterizedTest
  @CsvSource({"0, false, false", "1, true, false", "0.5, false, true", "1, true, true"})
  void soItIsForEveryObjective(double exponent, boolean biases, boolean implicit) {
    Penalty penalty = new Penalty(0.2, exponent, 1);
    Objective objective =
        new Objective(
            implicit ? new Targets.Implicit(0.3) : new Targets.Explicit(),
            penalty,
            penalty,
            biases ? Optional.of(new BiasPenalty(0.1, 0.2)) : Optional.empty(),
            0.3);
    Problem problem = RandomProblems.of(15, 25, 220, DIM, objective, 5);
    for (int user = 0; user < 15; user++) {
      ReferenceTrainer reference = new ReferenceTrainer(problem);
      double[] before = reference.gradients()[0][user];
      float[] folded = fold(problem, user);
      assertThat(folded).hasSize(biases ? DIM + 2 : DIM);
      for (int k = 0; k < before.length; k++) {
        reference.users[user][k] = folded[k];
      }
      double[] gradient = reference.gradients()[0][user];
      assertThat(norm(gradient)).isLessThan(2e-6 * norm(before));
    }
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** Central difference; of a quadratic it is exact but for rounding. */
  private static double slope(ReferenceTrainer reference, int user, int k) {
    double step = 0.01;
    double at = reference.users[user][k];
    reference.users[user][k] = at + step;
    double above = reference.trainLoss().total();
    reference.users[user][k] = at - step;
    double below = reference.trainLoss().total();
    reference.users[user][k] = at;
    return (above - below) / (2 * step);
  }

  @Test
  void aUserWithoutRatingsIsPulledToZero() {
    assertThat(new FoldIn(model(problem(0.1, 0.1))).solve(new int[0], new float[0]))
        .containsOnly(0);
  }

  /** Of all that fit, the shortest: it has no part in a direction that no rated item has. */
  @Test
  void withoutRegularisationTooFewRatingsGiveTheShortestFactorsAndEnoughAreFitted() {
    Problem problem = problem(0, 0);
    FoldIn foldIn = new FoldIn(model(problem));
    float[] one = foldIn.solve(new int[] {3, 3}, new float[] {2, 4});
    double square = 0;
    for (int k = 0; k < DIM; k++) {
      square += Math.pow(problem.start().items().factors().get(3, k), 2);
    }
    for (int k = 0; k < DIM; k++) {
      double expected = (3 - problem.mean()) / square * problem.start().items().factors().get(3, k);
      assertThat((double) one[k]).isBetween(expected - 1e-6, expected + 1e-6);
    }
    int[] rated = {0, 1, 2, 3, 4, 5, 6};
    float[] ratings = {1, 2, 3, 4, 5, 1, 2};
    float[] folded = foldIn.solve(rated, ratings);
    for (int j : rated) {
      double predicted = problem.mean();
      for (int k = 0; k < DIM; k++) {
        predicted += (double) folded[k] * problem.start().items().factors().get(j, k);
      }
      assertThat(predicted).isBetween(ratings[j] - 1e-4, ratings[j] + 1e-4);
    }
  }

  @Test
  void badArgumentsAreRefused() {
    FoldIn foldIn = new FoldIn(model(problem(0.1, 0.1)));
    assertThatThrownBy(() -> foldIn.solve(new int[1], new float[2]))
        .hasMessage("1 items, 2 ratings");
    assertThatThrownBy(() -> foldIn.solve(new int[] {25}, new float[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
