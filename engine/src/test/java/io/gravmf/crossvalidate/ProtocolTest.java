package io.gravmf.crossvalidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.DenseIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProtocolTest {

  /** Ratings that are told apart by their values. */
  private static Ratings ratings(int size, int users, int items) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int k = 0; k < size; k++) {
      builder.add("u" + k % users, "i" + k * 7 % items, k);
    }
    return builder.build();
  }

  private static List<String> described(Ratings ratings) {
    List<String> described = new ArrayList<>();
    for (int k = 0; k < ratings.size(); k++) {
      described.add(
          ratings.userIds().id(ratings.users()[k])
              + " "
              + ratings.itemIds().id(ratings.items()[k])
              + " "
              + ratings.values()[k]);
    }
    return described;
  }

  @Property(tries = 60)
  void everyRatingIsTestedOnceARepetition(
      @ForAll @IntRange(min = 2, max = 12) int parts,
      @ForAll @IntRange(min = 12, max = 200) int size,
      @ForAll long seed) {
    Ratings all = ratings(size, 5, 11);
    RandomFolds folds = new RandomFolds(all, parts, 2, seed);
    assertThat(folds.folds()).isEqualTo(2 * parts);
    for (int draw = 0; draw < 2; draw++) {
      List<String> tested = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        Fold fold = folds.fold(draw * parts + part);
        assertThat(fold.test().size()).isBetween(size / parts, size / parts + 1);
        List<String> both = described(fold.train());
        both.addAll(described(fold.test()));
        assertThat(both).containsExactlyInAnyOrderElementsOf(described(all));
        tested.addAll(described(fold.test()));
      }
      assertThat(tested).containsExactlyInAnyOrderElementsOf(described(all));
    }
  }

  @Test
  void aSeedMeansTheSameFoldsAndAnotherOthers() {
    Ratings all = ratings(100, 5, 11);
    List<String> first = described(new RandomFolds(all, 5, 1, 3).fold(2).test());
    assertThat(described(new RandomFolds(all, 5, 1, 3).fold(2).test())).isEqualTo(first);
    assertThat(described(new RandomFolds(all, 5, 1, 4).fold(2).test())).isNotEqualTo(first);
    // A repetition is the next seed's.
    assertThat(described(new RandomFolds(all, 5, 2, 2).fold(7).test())).isEqualTo(first);
  }

  @Test
  void theLastOfEqualTimesIsLeftOut() {
    Ratings all =
        new Ratings(
            new int[] {0, 0, 1, 0, 2, 2},
            new int[] {0, 1, 0, 2, 1, 0},
            new float[] {1, 2, 3, 4, 5, 6},
            new long[] {9, 5, 7, 9, 8, 2},
            new DenseIds(3),
            new DenseIds(3));
    Fold fold = new LeaveLastOut(all).fold(0);
    assertThat(fold.test().values()).containsExactly(4, 5);
    // The only rating of the second user is trained on.
    assertThat(fold.train().values()).containsExactly(1, 2, 3, 6);
    assertThatThrownBy(() -> new LeaveLastOut(ratings(10, 2, 3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("leave-last-out needs ratings with times");
  }

  @Property(tries = 60)
  void heldOutUsersAreUnknownToTraining(
      @ForAll @IntRange(min = 2, max = 6) int parts, @ForAll long seed) {
    Ratings all = ratings(150, 13, 17);
    HeldOutUserFolds folds = HeldOutUserFolds.parts(all, parts, 1, seed);
    Set<String> tested = new HashSet<>();
    for (int part = 0; part < folds.folds(); part++) {
      Fold fold = folds.fold(part);
      Set<String> trained = userIds(fold.train());
      Set<String> heldOut = userIds(fold.known());
      assertThat(trained).doesNotContainAnyElementsOf(heldOut);
      assertThat(tested).doesNotContainAnyElementsOf(heldOut);
      tested.addAll(heldOut);
      assertThat(fold.split().validation().size()).isZero();
      assertThat(fold.test().itemIds()).isSameAs(fold.train().itemIds());
      assertThat(fold.known().userIds()).isSameAs(fold.test().userIds());
      List<String> everything = described(fold.train());
      everything.addAll(described(fold.known()));
      everything.addAll(described(fold.test()));
      // Each user has 11 or 12 ratings; items that nobody else has rated are gone.
      assertThat(described(all)).containsAll(everything);
      assertThat(everything).doesNotHaveDuplicates();
    }
    assertThat(tested).hasSize(13);
  }

  private static Set<String> userIds(Ratings ratings) {
    Set<String> ids = new HashSet<>();
    for (int user : ratings.users()) {
      ids.add(ratings.userIds().id(user));
    }
    return ids;
  }

  @Test
  void usersFoldInFromFourFifths() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int user = 1; user <= 4; user++) {
      for (int item = 1; item <= 10; item++) {
        builder.add("" + user, "" + item, user);
      }
    }
    Fold fold = HeldOutUserFolds.ofSize(builder.build(), 1, 1, 5).fold(0);
    assertThat(fold.known().size()).isEqualTo(8);
    assertThat(fold.test().size()).isEqualTo(2);
    assertThat(fold.train().userCount()).isEqualTo(3);
  }

  @Test
  void usersOfFewRatingsAreLeftOutWithTheirItems() {
    RatingsBuilder builder = new RatingsBuilder();
    builder.add("7", "1", 5).add("7", "2", 3).add("9", "3", 4).add("8", "1", 4).add("8", "2", 1);
    Ratings left = RatingsFilter.ofUsersWith(builder.build(), 2);
    assertThat(described(left)).containsExactly("7 1 5.0", "7 2 3.0", "8 1 4.0", "8 2 1.0");
    assertThat(left.userCount()).isEqualTo(2);
    assertThat(left.itemCount()).isEqualTo(2);
    assertThat(RatingsFilter.atLeast(left, 4).values()).containsExactly(5, 4);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Ratings all = ratings(10, 2, 3);
    assertThatThrownBy(() -> new RandomFolds(all, 1, 1, 1))
        .hasMessage("--folds is 1, expected 2 to 10, the number of ratings");
    assertThatThrownBy(() -> new RandomFolds(all, 2, 0, 1))
        .hasMessage("--repeat is 0, expected 1 or more");
    assertThatThrownBy(() -> HeldOutUserFolds.parts(all, 3, 1, 1))
        .hasMessage("--folds is 3, expected 2 to 2, the number of users");
    assertThatThrownBy(() -> HeldOutUserFolds.ofSize(all, 2, 1, 1))
        .hasMessage("held-out users are 2, expected 1 to 1, there being 2 users");
  }
}
