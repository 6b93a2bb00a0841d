package io.gravmf.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.Loss;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.Ratings;
import io.gravmf.data.StringIds;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  /** Predictions: 3 + {1 * 1 + 2 * 0.5, -1 * 1 + 0.5 * 0.5} = {5, 2.25}, the mean being 3. */
  private static final Model MODEL =
      new Model(
          new FloatMatrix(2, 2, new float[] {1, 2, -1, 0.5f}),
          new FloatMatrix(1, 2, new float[] {1, 0.5f}),
          3,
          new DenseIds(2),
          new DenseIds(1),
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

  private static Ratings ratings(IdMap users, int[] rows, float... values) {
    return new Ratings(rows, new int[rows.length], values, null, users, new DenseIds(1));
  }

  @Test
  void errorsAreInRatingUnits() {
    Evaluation found =
        Evaluation.of(MODEL, ratings(new DenseIds(2), new int[] {0, 1, 1}, 4, 2.25f, 5));
    // Errors 1, 0 and -2.75; differences from the mean 1, -0.75 and 2.
    assertThat(found.ratings()).isEqualTo(3);
    assertThat(found.mse()).isEqualTo((1 + 7.5625) / 3);
    assertThat(found.rmse()).isEqualTo(Math.sqrt((1 + 7.5625) / 3));
    assertThat(found.mae()).isEqualTo(3.75 / 3);
    assertThat(found.meanRmse()).isEqualTo(Math.sqrt((1 + 0.5625 + 4) / 3));
  }

  /** In float32 a million errors of 0.1 would lose their fourth digit. */
  @Test
  void sumsAreWide() {
    int count = 1_000_000;
    float[] values = new float[count];
    java.util.Arrays.fill(values, 4.9f);
    Evaluation found = Evaluation.of(MODEL, ratings(new DenseIds(2), new int[count], values));
    assertThat(found.mae()).isCloseTo(5 - (double) 4.9f, within(1e-12));
    assertThat(found.rmse()).isCloseTo(5 - (double) 4.9f, within(1e-12));
  }

  @Test
  void equalIdsOfAnotherKindAreTheSame() {
    Ratings ratings = ratings(new IntegerIds(new long[] {1, 2}), new int[] {0}, 5);
    assertThat(Evaluation.of(MODEL, ratings).mse()).isZero();
  }

  @Test
  void otherIdsAreRefused() {
    for (IdMap other :
        new IdMap[] {
          new IntegerIds(new long[] {1, 3}), new StringIds(new String[] {"a", "b"}), new DenseIds(3)
        }) {
      assertThatThrownBy(() -> Evaluation.of(MODEL, ratings(other, new int[] {0}, 5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the ratings have other users than the model");
    }
    assertThatThrownBy(() -> Evaluation.of(MODEL, ratings(new DenseIds(2), new int[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no ratings to compare with");
  }
}
