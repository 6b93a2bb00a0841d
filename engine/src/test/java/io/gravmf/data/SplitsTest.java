package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SplitsTest {

  private static final Ratings RATINGS =
      new Ratings(
          new int[5],
          new int[5],
          new float[] {0, 1, 2, 3, 4},
          null,
          new DenseIds(1),
          new DenseIds(1));

  @Test
  void theFirstHalfToEvenPartOfThePermutationTrains() {
    Split split = Splits.byPermutation(RATINGS, 0.5, new int[] {4, 0, 3, 1, 2});
    assertThat(split.train().values()).containsExactly(4, 0);
    assertThat(split.validation().values()).containsExactly(3, 1, 2);
  }

  @Test
  void whatIsNotAPermutationIsNamed() {
    assertThatThrownBy(() -> Splits.byPermutation(RATINGS, 0.5, new int[4]))
        .hasMessage("the permutation has 4 entries, expected 5");
    assertThatThrownBy(() -> Splits.byPermutation(RATINGS, 0.5, new int[] {0, 1, 2, 3, 5}))
        .hasMessage("the permutation's entry 4 is 5, expected 0 to 4");
    assertThatThrownBy(() -> Splits.byPermutation(RATINGS, 0.5, new int[] {0, 1, 2, 0, 3}))
        .hasMessage("the permutation's entry 3 is 0, which an earlier entry is too");
  }

  @Test
  void aUselessSplitIsNamed() {
    assertThatThrownBy(() -> Splits.random(RATINGS, 0, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Splits.random(RATINGS, Double.NaN, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Splits.random(RATINGS, 0.01, 1))
        .hasMessageContaining("leaves none of 5 ratings");
    assertThatThrownBy(() -> Splits.byTime(RATINGS, 0.5)).hasMessageContaining("with times");
  }
}
