package io.gravmf.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.DenseIds;
import io.gravmf.data.Ratings;
import org.junit.jupiter.api.Test;

class RatingErrorsTest {

  private static Ratings ratings(float... values) {
    int[] rows = new int[values.length];
    return new Ratings(rows, rows, values, null, new DenseIds(1), new DenseIds(1));
  }

  @Test
  void predictionsBeyondTheScaleAreItsEnds() {
    RatingScale scale = RatingScale.of(ratings(2, 1, 5, 3));
    assertThat(scale).hasToString("1 to 5");
    double[] predictions = {7, -1, 3.5};
    // Errors 5 - 4, 1 - 1 and 3.5 - 5.
    RatingErrors found = RatingErrors.of(k -> predictions[k], ratings(4, 1, 5), scale);
    assertThat(found.rmse()).isEqualTo(Math.sqrt((1 + 2.25) / 3));
    assertThat(found.mae()).isEqualTo(2.5 / 3);
    assertThat(found.figures()).extracting(Figure::name).containsExactly("rmse", "mae");
  }

  @Test
  void withoutRatingsThereIsNoError() {
    RatingErrors none = RatingErrors.of(k -> 3, ratings(), new RatingScale(0.5f, 5));
    assertThat(none.rmse()).isNaN();
    assertThat(none.mae()).isNaN();
    assertThatThrownBy(() -> RatingScale.of(ratings())).hasMessage("no ratings, so no scale");
  }

  @Test
  void theErrorOfAMeanNeedsTwoValues() {
    Mean three = Mean.of(new double[] {1, 3, 5});
    assertThat(three.value()).isEqualTo(3);
    assertThat(three.standardError()).isCloseTo(2 / Math.sqrt(3), within(1e-15));
    assertThat(Mean.of(new double[] {4}).standardError()).isNaN();
    assertThat(Mean.of(new double[0]).value()).isNaN();
  }
}
