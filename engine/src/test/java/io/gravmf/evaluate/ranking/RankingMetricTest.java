package io.gravmf.evaluate.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values computed by hand. */
class RankingMetricTest {

  private static final double LOG3 = Math.log(3) / Math.log(2);

  /** Hits at ranks 2, 3 and 7 of a list of 10; 4 items are relevant. */
  private static final int[] HITS = {2, 3, 7};

  @ParameterizedTest
  @CsvSource({
    "RECALL, 5, 2, 4",
    "RECALL, 2, 1, 2",
    "RECALL, 10, 3, 4",
    "RECALL_OF_ALL, 5, 2, 4",
    "RECALL_OF_ALL, 2, 1, 4",
    "PRECISION, 5, 2, 5",
    "PRECISION, 10, 3, 10",
    "PRECISION, 1, 0, 1",
    "MRR, 10, 1, 2",
    "MRR, 1, 0, 1",
  })
  void fractionsAreThoseOfTheDefinition(RankingMetric metric, int k, double over, double under) {
    assertThat(metric.of(HITS, 4, k)).isEqualTo(over / under);
  }

  @Test
  void averagePrecisionTakesThePrecisionAtEachHit() {
    assertThat(RankingMetric.MAP.of(HITS, 4, 10))
        .isCloseTo((1 / 2.0 + 2 / 3.0 + 3 / 7.0) / 4, within(1e-15));
    assertThat(RankingMetric.MAP.of(HITS, 4, 2)).isCloseTo((1 / 2.0) / 2, within(1e-15));
  }

  @Test
  void gainsAreDiscountedByTheLogarithmOfTheRankAndOne() {
    // log2 3, log2 4 and log2 8; the ideal has ranks 1 to 4.
    double found = 1 / LOG3 + 1 / 2.0 + 1 / 3.0;
    double ideal = 1 + 1 / LOG3 + 1 / 2.0 + Math.log(2) / Math.log(5);
    assertThat(RankingMetric.NDCG.of(HITS, 4, 10)).isCloseTo(found / ideal, within(1e-15));
    assertThat(RankingMetric.NDCG.of(HITS, 4, 2))
        .isCloseTo((1 / LOG3) / (1 + 1 / LOG3), within(1e-15));
  }

  @Test
  void aPerfectListHasOneOfEach() {
    for (RankingMetric metric : RankingMetric.values()) {
      assertThat(metric.of(new int[] {1, 2, 3}, 3, 3)).as(metric.name(3)).isEqualTo(1);
    }
  }

  @Test
  void aListWithoutHitsHasNothing() {
    for (RankingMetric metric : RankingMetric.values()) {
      assertThat(metric.of(new int[0], 3, 10)).as(metric.name(10)).isZero();
    }
  }

  @Test
  void namesSayWhatIsDividedByWhat() {
    assertThat(RankingMetric.RECALL.name(10)).isEqualTo("recall@10");
    assertThat(RankingMetric.RECALL.definition(10)).isEqualTo("hits / min(10, relevant)");
    assertThat(RankingMetric.RECALL_OF_ALL.definition(10)).isEqualTo("hits / relevant");
    assertThat(RankingMetric.PRECISION.definition(10)).isEqualTo("hits / 10");
  }
}
