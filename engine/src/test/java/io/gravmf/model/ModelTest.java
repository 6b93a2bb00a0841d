package io.gravmf.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelTest {

  private static final int DIM = 5;

  private static Model biased(int users, int items) {
    Model plain =
        Models.of(
            Models.factors(users, DIM, 1),
            Models.factors(items, DIM, 2),
            3.5,
            10,
            Objective.NOTEBOOK);
    return new Model(
        plain.userFactors(),
        plain.itemFactors(),
        Optional.of(new Model.Biases(Models.factors(users, 1, 3), Models.factors(items, 1, 4))),
        plain.mean(),
        plain.userIds(),
        plain.itemIds(),
        plain.provenance());
  }

  @Test
  void vectorsMultiplyToPredictions() {
    Model model = biased(4, 6);
    FloatMatrix users = model.userVectors();
    FloatMatrix items = model.itemVectors();
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 6; j++) {
        double product = model.mean();
        double factors = model.mean();
        for (int k = 0; k < users.columns(); k++) {
          product += (double) users.get(i, k) * items.get(j, k);
        }
        for (int k = 0; k < DIM; k++) {
          factors += (double) model.userFactors().get(i, k) * model.itemFactors().get(j, k);
        }
        assertThat(model.predict(i, j)).isCloseTo(product, within(1e-12));
        assertThat(model.predict(i, j))
            .isCloseTo(factors + model.userBias(i) + model.itemBias(j), within(1e-12));
      }
    }
  }

  /** An item that all like is recommended before one that only fits the user's factors. */
  @Test
  void biasesCountInRanking() {
    Model model = biased(3, 40);
    TopN search = new TopN(model);
    TopN products = new TopN(model.itemVectors());
    FloatMatrix users = model.userVectors();
    for (int user = 0; user < 3; user++) {
      float[] query = users.values();
      float[] own = Arrays.copyOfRange(query, user * 7, user * 7 + 7);
      List<ScoredItem> best = search.find(own, 40, new int[0]);
      for (int k = 1; k < best.size(); k++) {
        assertThat(model.predict(user, best.get(k - 1).item()))
            .isGreaterThanOrEqualTo(model.predict(user, best.get(k).item()) - 1e-6);
      }
      for (ScoredItem each : best) {
        assertThat(each.score()).isCloseTo((float) model.predict(user, each.item()), within(1e-5f));
      }
      List<ScoredItem> expected =
          products.find(own, 40, new int[0]).stream()
              .map(each -> new ScoredItem(each.item(), (float) (model.mean() + each.score())))
              .toList();
      assertThat(best).isEqualTo(expected);
    }
  }

  @Test
  void biasesAreOneARow() {
    assertThatThrownBy(() -> new Model.Biases(Models.factors(2, 2, 1), Models.factors(2, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one column each");
  }
}
