package io.gravmf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.FloatMatrix;
import io.gravmf.model.SimilarItems.Metric;
import org.junit.jupiter.api.Test;

class SimilarItemsTest {

  /** In the plane: (1, 0), (2, 2), (3, -1), (-5, 0), (0, 0), and (4, 0). */
  private static final FloatMatrix ITEMS =
      new FloatMatrix(6, 2, new float[] {1, 0, 2, 2, 3, -1, -5, 0, 0, 0, 4, 0});

  @Test
  void cosineGoesByDirection() {
    assertThat(new SimilarItems(ITEMS, Metric.COSINE).of(0, 5))
        .containsExactly(
            new ScoredItem(5, 1),
            new ScoredItem(2, (float) (3 / Math.sqrt(10))),
            new ScoredItem(1, (float) (2 / Math.sqrt(8))),
            new ScoredItem(4, 0),
            new ScoredItem(3, -1));
  }

  @Test
  void theDotProductGoesByLengthToo() {
    assertThat(new SimilarItems(ITEMS, Metric.DOT).of(0, 3))
        .containsExactly(new ScoredItem(5, 4), new ScoredItem(2, 3), new ScoredItem(1, 2));
  }

  @Test
  void lengthsBeyondFloat32AreNormalisedAllTheSame() {
    FloatMatrix extreme = new FloatMatrix(3, 2, new float[] {1e30f, 0, 3e-30f, 4e-30f, 0, 1e30f});
    assertThat(new SimilarItems(extreme, Metric.COSINE).of(1, 2))
        .containsExactly(new ScoredItem(2, 0.8f), new ScoredItem(0, 0.6f));
  }

  @Test
  void aRowThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> new SimilarItems(ITEMS, Metric.DOT).of(6, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
