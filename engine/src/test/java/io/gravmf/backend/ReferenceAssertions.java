package io.gravmf.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.objective.Objective;
import java.util.Arrays;

/** How close float32 losses are to those of float64, with room for what rounding cannot see. */
public final class ReferenceAssertions {

  private ReferenceAssertions() {}

  /** Checks a loss over the training ratings at the reference's factors. */
  public static void assertTrainLoss(Loss found, ReferenceTrainer reference, Objective objective) {
    assertClose(found, reference.trainLoss(), reference, objective);
  }

  /** Checks a loss over the validation ratings at the reference's factors. */
  public static void assertValidationLoss(
      Loss found, ReferenceTrainer reference, Objective objective) {
    assertClose(found, reference.validationLoss(), reference, objective);
  }

  private static void assertClose(
      Loss found, Loss expected, ReferenceTrainer reference, Objective objective) {
    int d = reference.users[0].length;
    // A residual's rounding is that of d products and a rating, however little is left of them.
    double rmse = Math.sqrt(expected.mse());
    assertThat(Math.sqrt(found.mse())).isCloseTo(rmse, within(1e-5 * rmse + 2e-6 * Math.sqrt(d)));
    assertThat(found.l2()).isCloseTo(expected.l2(), within(2e-5 * expected.l2()));
    // The gravity term if its products had random signs, times a few roundings: what Gram matrices
    // cannot see of sums that cancel, as they do for a single user and item.
    double users = meanSquare(reference.users);
    double items = meanSquare(reference.items);
    double rounding = 5e-7 * objective.gravity() * users * items / d;
    // An element of a Gram matrix of tiny factors may be below what a float32 can be.
    double underflow =
        objective.gravity() * d * Float.MIN_NORMAL * (users + items + Float.MIN_NORMAL);
    assertThat(found.gravity())
        .isCloseTo(expected.gravity(), within(2e-5 * expected.gravity() + rounding + underflow));
  }

  private static double meanSquare(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).map(x -> x * x).sum() / rows.length;
  }
}
