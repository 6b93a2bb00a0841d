package io.gravmf.evaluate.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.evaluate.Figure;
import io.gravmf.model.TopN;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RankingTest {

  /** Scores of the items 0 to 4, equal for 1 and 2. */
  private static final float[] SCORES = {1, 4, 4, 3, 2};

  private static CompressedRows pairs(int users, int[]... pairs) {
    int[] rows = new int[pairs.length];
    int[] items = new int[pairs.length];
    for (int k = 0; k < pairs.length; k++) {
      rows[k] = pairs[k][0];
      items[k] = pairs[k][1];
    }
    return CompressedRows.byUser(
        new Ratings(
            rows,
            items,
            new float[pairs.length],
            null,
            new DenseIds(users),
            new DenseIds(SCORES.length)));
  }

  private static Ranking rank(float[] scores, CompressedRows known, CompressedRows held, int k) {
    float[] ones = new float[known.rowCount()];
    java.util.Arrays.fill(ones, 1);
    return Ranking.of(
        new TopN(new FloatMatrix(scores.length, 1, scores)),
        new FloatMatrix(ones.length, 1, ones),
        known,
        held,
        new int[] {k},
        1);
  }

  private static Map<String, Double> values(Ranking ranking) {
    return ranking.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
  }

  @Test
  void whatIsKnownOfAUserIsNotRanked() {
    // User 0 knows the best item; of the rest 2 is the first, and 3 the second.
    Ranking found =
        rank(SCORES, pairs(1, new int[] {0, 1}), pairs(1, new int[] {0, 3}, new int[] {0, 0}), 2);
    assertThat(values(found))
        .containsEntry("precision@2", 0.5)
        .containsEntry("recall@2", 0.5)
        .containsEntry("mrr@2", 0.5)
        .containsEntry("coverage@2", 2 / 5.0);
  }

  @Test
  void equalScoresRankByTheirRows() {
    CompressedRows nothing = pairs(1);
    assertThat(values(rank(SCORES, nothing, pairs(1, new int[] {0, 1}), 1)))
        .containsEntry("precision@1", 1.0);
    assertThat(values(rank(SCORES, nothing, pairs(1, new int[] {0, 2}), 1)))
        .containsEntry("precision@1", 0.0);
  }

  @Test
  void scoresThatAreNoNumbersRankNowhere() {
    float[] none = {Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    assertThat(values(rank(none, pairs(1), pairs(1, new int[] {0, 2}), 5)))
        .containsEntry("ndcg@5", 0.0)
        .containsEntry("coverage@5", 0.0);
  }

  @Test
  void listsLongerThanThereAreItemsGoOnWithoutHits() {
    Ranking found = rank(SCORES, pairs(1), pairs(1, new int[] {0, 1}, new int[] {0, 4}), 10);
    assertThat(values(found))
        .containsEntry("precision@10", 0.2)
        .containsEntry("recall@10", 1.0)
        .containsEntry("coverage@10", 1.0);
    assertThat(values(found).get("map@10")).isCloseTo((1 + 2 / 4.0) / 2, within(1e-15));
  }

  @Test
  void itemsThatNothingWasLearnedOfAreRankedByTheirScores() {
    // Nobody rated 2, which follows 1 and comes first for the user that knows that.
    CompressedRows known = pairs(2, new int[] {0, 1}, new int[] {1, 0});
    assertThat(values(rank(SCORES, known, pairs(2, new int[] {0, 2}), 1)))
        .containsEntry("ndcg@1", 1.0)
        .containsEntry("precision@1", 1.0);
  }

  @Test
  void usersWithoutHeldOutItemsAreInNoAverage() {
    Ranking found = rank(SCORES, pairs(3), pairs(3, new int[] {1, 1}), 1);
    assertThat(found.users()).isEqualTo(1);
    assertThat(found.usersWithout()).isEqualTo(2);
    assertThat(values(found)).containsEntry("ndcg@1", 1.0);
    Ranking nobody = rank(SCORES, pairs(2), pairs(2), 1);
    assertThat(nobody.users()).isZero();
    assertThat(values(nobody).values()).allMatch(value -> value.isNaN());
  }

  @Test
  void aHeldOutItemThatIsKnownAlsoCannotBeRecommended() {
    Ranking found =
        rank(
            SCORES,
            pairs(2, new int[] {0, 1}),
            pairs(2, new int[] {0, 1}, new int[] {0, 2}, new int[] {0, 2}, new int[] {1, 1}),
            1);
    // Of user 0 one item is relevant, not three ratings.
    assertThat(values(found)).containsEntry("recall_of_all@1", 1.0);
    Ranking onlyKnown = rank(SCORES, pairs(1, new int[] {0, 1}), pairs(1, new int[] {0, 1}), 1);
    assertThat(onlyKnown.usersWithout()).isEqualTo(1);
  }

  @Test
  void theErrorOverUsersIsThatOfTheirMean() {
    // Precision 1, 0 and 0.
    Ranking found =
        rank(SCORES, pairs(3), pairs(3, new int[] {0, 1}, new int[] {1, 0}, new int[] {2, 0}), 1);
    Figure precision = found.figures().get(3);
    assertThat(precision.name()).isEqualTo("precision@1");
    assertThat(precision.value()).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(precision.usersError()).isCloseTo(1 / 3.0, within(1e-15));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> rank(SCORES, pairs(1), pairs(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cut-offs are [0], expected 1 or more");
    assertThatThrownBy(() -> rank(SCORES, pairs(2), pairs(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and 1 users");
  }
}
