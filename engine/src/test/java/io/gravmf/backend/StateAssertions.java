package io.gravmf.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.data.FloatMatrix;

/** What the states of every backend must be. */
public final class StateAssertions {

  private StateAssertions() {}

  /**
   * Checks the gradients of a problem's first epoch by finite differences. AdamW's first step moves
   * by the sign of the gradient, so the first moment, {@code 0.1 g}, is what shows the gradient
   * itself.
   */
  public static void assertIsOneEpochAfter(Problem problem, TrainingState after) {
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    assertFiniteDifferences(reference, reference.users, after.users().firstMoment());
    assertFiniteDifferences(reference, reference.items, after.items().firstMoment());
  }

  private static void assertFiniteDifferences(
      ReferenceTrainer reference, double[][] factors, FloatMatrix firstMoment) {
    double step = 1e-5;
    double scale = 0;
    double worst = 0;
    for (int i = 0; i < firstMoment.rows(); i++) {
      for (int k = 0; k < firstMoment.columns(); k++) {
        double at = factors[i][k];
        factors[i][k] = at + step;
        double above = reference.trainLoss().total();
        factors[i][k] = at - step;
        double below = reference.trainLoss().total();
        factors[i][k] = at;
        double expected = (above - below) / (2 * step);
        scale = Math.max(scale, Math.abs(expected));
        worst = Math.max(worst, Math.abs(firstMoment.get(i, k) / 0.1 - expected));
      }
    }
    assertThat(worst).isLessThanOrEqualTo(1e-5 * scale + 1e-7);
  }

  /** Checks that factors, moments and epochs are the same. */
  public static void assertSameBits(TrainingState found, TrainingState expected) {
    assertThat(found.epoch()).isEqualTo(expected.epoch());
    assertSameBits(found.users(), expected.users());
    assertSameBits(found.items(), expected.items());
  }

  private static void assertSameBits(TrainingState.Side found, TrainingState.Side expected) {
    assertThat(found.factors().values()).isEqualTo(expected.factors().values());
    assertThat(found.firstMoment().values()).isEqualTo(expected.firstMoment().values());
    assertThat(found.secondMoment().values()).isEqualTo(expected.secondMoment().values());
  }
}
