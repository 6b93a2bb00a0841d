package io.gravmf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.data.Ratings;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImplicitAlsTest {

  /** Beside the sums as the paper has them, which are written out here. */
  @Property(tries = 50)
  void theObjectiveIsThePapersSumsOverN(
      @ForAll @IntRange(min = 1, max = 9) int users,
      @ForAll @IntRange(min = 1, max = 12) int items,
      @ForAll @IntRange(min = 1, max = 60) int ratings,
      @ForAll @DoubleRange(min = 0, max = 2) double alpha0,
      @ForAll @DoubleRange(min = 0, max = 1) double nu,
      @ForAll @DoubleRange(min = 0, max = 1) double nuItems,
      @ForAll boolean countsUnknown,
      @ForAll @DoubleRange(min = 0, max = 3) double alpha,
      @ForAll long seed) {
    double lambda = 0.03;
    Problem any = RandomProblems.of(users, items, ratings, 4, Objective.ofWeights(0, 0), seed);
    Ratings train = any.split().train();
    Objective objective =
        new ImplicitAls(alpha0, lambda, nu, nuItems, countsUnknown, alpha).over(train);
    Problem problem = new Problem(any.split(), objective, any.optimizer(), any.start());
    ReferenceTrainer at = new ReferenceTrainer(problem);

    double known = 0;
    int[] userCounts = new int[users];
    int[] itemCounts = new int[items];
    for (int k = 0; k < train.size(); k++) {
      userCounts[train.users()[k]]++;
      itemCounts[train.items()[k]]++;
      double e = dot(at.users[train.users()[k]], at.items[train.items()[k]]) - 1;
      known += (1 + alpha * train.values()[k]) * e * e;
    }
    double unknown = countsUnknown ? alpha0 : 0;
    double all = 0;
    double penalties = 0;
    for (int i = 0; i < users; i++) {
      penalties +=
          lambda * Math.pow(userCounts[i] + unknown * items, nu) * dot(at.users[i], at.users[i]);
      for (int j = 0; j < items; j++) {
        all += Math.pow(dot(at.users[i], at.items[j]), 2);
      }
    }
    for (int j = 0; j < items; j++) {
      penalties +=
          lambda
              * Math.pow(itemCounts[j] + unknown * users, nuItems)
              * dot(at.items[j], at.items[j]);
    }
    Loss found = at.trainLoss();
    double size = train.size();
    assertThat(found.mse()).isCloseTo(known / size, within(1e-5 * (1 + known / size)));
    assertThat(found.l2()).isCloseTo(penalties / size, within(1e-9 * (1 + penalties / size)));
    assertThat(found.gravity()).isCloseTo(alpha0 * all / size, within(1e-9 * (1 + all / size)));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  @Test
  void constantsAreChecked() {
    assertThatThrownBy(() -> ImplicitAls.published(-1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha0 is -1.0, expected a finite number, 0 or more");
    assertThatThrownBy(() -> new ImplicitAls(1, 0, 0, Double.NaN, false, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nu-items is NaN, expected a finite number, 0 or more");
  }

  @Test
  void factorsBeginSmallerTheMoreThereAre() {
    assertThat(ImplicitAls.initialDeviation(25)).isEqualTo(0.02);
  }
}
