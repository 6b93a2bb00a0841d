package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.Loss;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.model.Model;
import io.gravmf.model.Provenance;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FitTest {

  /** One user and as many items, of which item k is predicted to be k. */
  private static Fit fit(float... values) {
    int n = values.length;
    int[] items = new int[n];
    float[] factors = new float[n];
    for (int k = 0; k < n; k++) {
      items[k] = k;
      factors[k] = k;
    }
    Loss loss = new Loss(0, 0, 0);
    Model model =
        new Model(
            new FloatMatrix(1, 1, new float[] {1}),
            new FloatMatrix(n, 1, factors),
            0,
            new DenseIds(1),
            new DenseIds(n),
            new Provenance(
                "",
                "",
                0,
                "",
                "",
                n,
                0,
                Optional.empty(),
                1,
                Objective.NOTEBOOK,
                Optimizer.AdamW.NOTEBOOK,
                loss,
                Optional.empty()));
    return Fit.of(
        "all",
        model,
        new Ratings(new int[n], items, values, null, model.userIds(), model.itemIds()));
  }

  @Test
  void boxesAreTheQuantilesOfPredictionsByRating() {
    // numpy.quantile([0, 1, 2, 4], [0.05, 0.25, 0.5, 0.75, 0.95]) = 0.15, 0.75, 1.5, 2.5, 3.7
    Fit fit = fit(3, 3, 3, 5, 3);
    assertThat(fit.boxes()).extracting(Fit.Box::rating).containsExactly(3.0, 5.0);
    assertThat(fit.boxes()).extracting(Fit.Box::count).containsExactly(4, 1);
    Fit.Box box = fit.boxes().get(0);
    assertThat(box.p5()).isEqualTo(0.15, within(1e-12));
    assertThat(box.q1()).isEqualTo(0.75);
    assertThat(box.median()).isEqualTo(1.5);
    assertThat(box.q3()).isEqualTo(2.5);
    assertThat(box.p95()).isEqualTo(3.7, within(1e-12));
  }

  @Test
  void figuresAndResidualsAreOfPredictionMinusRating() {
    // Residuals -3, -2, -1, -2, 1.
    Fit fit = fit(3, 3, 3, 5, 3);
    assertThat(fit.rmse()).isEqualTo(Math.sqrt(19 / 5.0), within(1e-12));
    assertThat(fit.mae()).isEqualTo(9 / 5.0, within(1e-12));
    Histogram histogram = fit.histogram();
    assertThat(histogram.from()).isEqualTo(-3);
    assertThat(histogram.counts().stream().mapToInt(count -> count).sum()).isEqualTo(5);
    int negative = histogram.counts().subList(0, 40).stream().mapToInt(count -> count).sum();
    assertThat(negative).isEqualTo(4);
  }

  @Test
  void manyValuesAreBinned() {
    float[] values = new float[100];
    for (int k = 0; k < values.length; k++) {
      values[k] = k / 10f;
    }
    Fit fit = fit(values);
    assertThat(fit.boxes()).hasSize(12);
    assertThat(fit.boxes().stream().mapToInt(Fit.Box::count).sum()).isEqualTo(100);
  }

  @Test
  void perfectPredictionsHaveOneBar() {
    Histogram histogram = fit(0, 1, 2).histogram();
    assertThat(histogram.width()).isPositive();
    assertThat(histogram.counts().stream().mapToInt(count -> count).sum()).isEqualTo(3);
  }
}
