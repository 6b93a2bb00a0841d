package io.gravmf.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.backend.Loss;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SanityChecksTest {

  private static final int USERS = 40;
  private static final int ITEMS = 30;
  private static final double MEAN = 3;

  private final Random random = new Random(5);
  private final Model model =
      new Model(
          factors(USERS),
          factors(ITEMS),
          MEAN,
          new DenseIds(USERS),
          new DenseIds(ITEMS),
          new Provenance(
              "",
              "",
              0,
              "",
              "",
              1,
              0,
              Optional.empty(),
              1,
              Objective.NOTEBOOK,
              Optimizer.AdamW.NOTEBOOK,
              new Loss(0, 0, 0),
              Optional.empty()));
  private final Ratings file = ratings(model.userIds());
  private final Split split = Splits.random(file, 0.8, 1);

  private FloatMatrix factors(int rows) {
    FloatMatrix matrix = FloatMatrix.zeros(rows, 3);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = (float) random.nextGaussian();
    }
    return matrix;
  }

  /** Every pair once, so that what a swapped row gives is another rating. */
  private Ratings ratings(IdMap userIds) {
    int[] users = new int[USERS * ITEMS];
    int[] items = new int[users.length];
    float[] values = new float[users.length];
    for (int k = 0; k < users.length; k++) {
      users[k] = k / ITEMS;
      items[k] = k % ITEMS;
      values[k] = 1 + 4 * random.nextFloat();
    }
    return new Ratings(users, items, values, null, userIds, new DenseIds(ITEMS));
  }

  private static Ratings changed(Ratings ratings, float[] values) {
    return new Ratings(
        ratings.users(), ratings.items(), values, null, ratings.userIds(), ratings.itemIds());
  }

  @Test
  void aModelOfItsOwnFilePasses() {
    SanityChecks found = SanityChecks.of(model, split, file, 7);
    assertThat(found.passed()).isTrue();
    assertThat(found.entries()).isEqualTo(new SanityChecks.Entries(1000, 0));
    assertThat(found.close().validation()).isEqualTo(240);
    int close = 0;
    double largest = 0;
    for (int k = 0; k < split.validation().size(); k++) {
      double error =
          Math.abs(
              split.validation().values()[k]
                  - model.predict(split.validation().users()[k], split.validation().items()[k]));
      if (error < 0.5) {
        close++;
        largest = Math.max(largest, error);
      }
    }
    assertThat(close).isBetween(10, 230);
    assertThat(found.close().selected()).isEqualTo(close);
    assertThat(found.close().largest()).isEqualTo(largest).isBetween(0.4, 0.5);
  }

  @Test
  void otherRatingsOfTheSamePairsFailBoth() {
    float[] values = file.values().clone();
    for (int k = 0; k < values.length; k += 2) {
      values[k] += 1;
    }
    SanityChecks found = SanityChecks.of(model, split, changed(file, values), 7);
    assertThat(found.entries().wrong()).isBetween(400, 600);
    assertThat(found.entries().passed()).isFalse();
    assertThat(found.close().largest()).isGreaterThan(0.5);
    assertThat(found.close().passed()).isFalse();
    assertThat(found.passed()).isFalse();
  }

  @Test
  void aFileWithoutThePairsFailsBoth() {
    long[] others = new long[USERS];
    Arrays.setAll(others, k -> 1000 + k);
    Ratings stranger = ratings(new IntegerIds(others));
    SanityChecks found = SanityChecks.of(model, split, stranger, 7);
    assertThat(found.entries()).isEqualTo(new SanityChecks.Entries(1000, 1000));
    assertThat(found.close().largest()).isInfinite();
    assertThat(found.passed()).isFalse();
  }

  @Test
  void rowsMayBeInAnotherOrderInTheFileAndRatingsRepeated() {
    // The ids 1 to 40, their rows moved by one: id 0 has no ratings.
    long[] ids = new long[USERS + 1];
    Arrays.setAll(ids, k -> k);
    int[] users = new int[2 * file.size()];
    int[] items = new int[users.length];
    float[] values = new float[users.length];
    for (int k = 0; k < users.length; k++) {
      int rating = k % file.size();
      users[k] = file.users()[rating] + 1;
      items[k] = file.items()[rating];
      values[k] = file.values()[rating] + (k < file.size() ? 1 : 0);
    }
    Ratings twice =
        new Ratings(users, items, values, null, new IntegerIds(ids), new DenseIds(ITEMS));
    assertThat(SanityChecks.of(model, split, twice, 7))
        .isEqualTo(SanityChecks.of(model, split, file, 7));
  }

  @Test
  void nothingHeldOutLeavesNothingToSelectButNothingCloseFails() {
    Split all = Splits.random(file, 1, 1);
    SanityChecks found = SanityChecks.of(model, all, file, 7);
    assertThat(found.close()).isEqualTo(new SanityChecks.Close(0, 0, 0));
    assertThat(found.passed()).isTrue();

    float[] far = new float[file.size()];
    Arrays.fill(far, 1000);
    Ratings farAway = changed(file, far);
    SanityChecks none = SanityChecks.of(model, Splits.random(farAway, 0.8, 1), farAway, 7);
    assertThat(none.close()).isEqualTo(new SanityChecks.Close(240, 0, 0));
    assertThat(none.entries().passed()).isTrue();
    assertThat(none.passed()).isFalse();
  }

  @Test
  void aSplitOfOtherIdsIsRefused() {
    long[] others = new long[USERS];
    Arrays.setAll(others, k -> 1000 + k);
    Split other = Splits.random(ratings(new IntegerIds(others)), 0.8, 1);
    assertThatThrownBy(() -> SanityChecks.of(model, other, file, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the ratings have other users than the model");
  }
}
