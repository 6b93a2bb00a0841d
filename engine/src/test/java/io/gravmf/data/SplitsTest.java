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

  private static Ratings at(long... times) {
    int size = times.length;
    float[] values = new float[size];
    for (int k = 0; k < size; k++) {
      values[k] = k;
    }
    return new Ratings(
        new int[size], new int[size], values, times, new DenseIds(1), new DenseIds(1));
  }

  @Test
  void theOldestTrainAndEqualTimesStayInOrder() {
    long late = Long.MAX_VALUE;
    Split split = Splits.byTime(at(7, late, 5, 7, Long.MIN_VALUE, 70_000, -1, 5), 0.75);
    assertThat(split.train().values()).containsExactly(4, 6, 2, 7, 0, 3);
    assertThat(split.validation().values()).containsExactly(5, 1);
    assertThat(split.description()).isEqualTo("0.75 by time");
  }

  @Test
  void equalTimesAloneKeepTheOrder() {
    assertThat(Splits.byTime(at(3, 3, 3), 1).train().values()).containsExactly(0, 1, 2);
  }

  @Test
  void givenPartsAreTakenAsTheyAre() {
    Split split = Splits.byValidation(at(1, 2), at(3));
    assertThat(split.train().size()).isEqualTo(2);
    assertThat(split.validation().size()).isEqualTo(1);
    assertThat(split.description()).isEqualTo("by given validation ratings");
    assertThatThrownBy(() -> Splits.byValidation(at(1), at()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 to validate on");
    assertThatThrownBy(() -> Splits.byValidation(RATINGS, otherUsers()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Ratings otherUsers() {
    return new Ratings(
        new int[1], new int[1], new float[1], null, new DenseIds(2), new DenseIds(1));
  }

  @Test
  void aHalfRoundsToEven() {
    assertThat(Splits.random(RATINGS, 0.3, 1).train().size()).isEqualTo(2);
    assertThat(Splits.random(RATINGS, 0.7, 1).train().size()).isEqualTo(4);
    assertThat(Splits.random(RATINGS, 1, 1).validation().size()).isZero();
  }

  @Test
  void differentSeedsDivideDifferently() {
    Ratings many = at(new long[1000]);
    assertThat(Splits.random(many, 0.8, 1).train().values())
        .isNotEqualTo(Splits.random(many, 0.8, 2).train().values());
  }

  @Test
  void aDescriptionGivesTheSplitAgain() {
    int[] permutation = {4, 0, 3, 1, 2};
    Ratings timed = at(5, 3, 1, 4, 2);
    for (Split split :
        new Split[] {
          Splits.random(timed, 0.8, 3),
          Splits.random(timed, 1, Long.MIN_VALUE),
          Splits.byTime(timed, 0.4),
          Splits.byPermutation(timed, 0.6, permutation)
        }) {
      Split again = Splits.again(timed, split.description(), permutation).orElseThrow();
      assertThat(again.train().values()).isEqualTo(split.train().values());
      assertThat(again.validation().values()).isEqualTo(split.validation().values());
      assertThat(again.description()).isEqualTo(split.description());
      assertThat(Splits.isByTime(split.description()))
          .isEqualTo(split.description().equals("0.4 by time"));
    }
    for (String other :
        new String[] {
          "by given validation ratings",
          "by file, v.csv",
          "0.8 by a given permutation",
          "0.8 at random by seed 99999999999999999999",
          "0.8.1 by time",
          ""
        }) {
      assertThat(Splits.again(timed, other, null)).isEmpty();
    }
  }
}
