package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitFingerprintTest {

  private static Ratings ratings(int[] users, int[] items, float... values) {
    return new Ratings(users, items, values, null, new DenseIds(5), new DenseIds(5));
  }

  private final Ratings all =
      ratings(new int[] {0, 1, 2, 3, 4}, new int[] {4, 3, 2, 1, 0}, 1, 2, 3, 4, 5);

  @Test
  void thePartsAddUpToTheWholeInAnyOrder() {
    Split split = Splits.random(all, 0.6, 7);
    SplitFingerprint fingerprint = SplitFingerprint.of(split);
    assertThat(fingerprint.whole()).isEqualTo(SplitFingerprint.of(all));
    assertThat(fingerprint.train()).isNotEqualTo(fingerprint.validation());
    Ratings reversed = ratings(new int[] {4, 3, 2, 1, 0}, new int[] {0, 1, 2, 3, 4}, 5, 4, 3, 2, 1);
    assertThat(SplitFingerprint.of(reversed)).isEqualTo(fingerprint.whole());
  }

  @Test
  void anotherRatingAnotherUserOrTheSameNumbersSwappedAreOthers() {
    long own = SplitFingerprint.of(all);
    int[] users = {0, 1, 2, 3, 4};
    int[] items = {4, 3, 2, 1, 0};
    assertThat(SplitFingerprint.of(ratings(users, items, 1, 2, 3, 5, 4))).isNotEqualTo(own);
    assertThat(SplitFingerprint.of(ratings(items, items, 1, 2, 3, 4, 5))).isNotEqualTo(own);
    assertThat(SplitFingerprint.of(ratings(items, users, 1, 2, 3, 4, 5))).isNotEqualTo(own);
    assertThat(SplitFingerprint.of(ratings(new int[0], new int[0]))).isZero();
  }

  @Test
  void textIsReadAgain() {
    SplitFingerprint fingerprint = new SplitFingerprint(-1, 255);
    assertThat(fingerprint).hasToString("ffffffffffffffff+00000000000000ff");
    assertThat(SplitFingerprint.parse(fingerprint.toString())).contains(fingerprint);
    assertThat(SplitFingerprint.parse("")).isEmpty();
    assertThat(SplitFingerprint.parse("0+1")).isEmpty();
  }
}
