package io.gravmf.embedding.force;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Fixtures;
import io.gravmf.embedding.Measures;
import io.gravmf.embedding.affinity.AllProbabilities;
import io.gravmf.embedding.affinity.Distances;
import io.gravmf.embedding.affinity.NearProbabilities;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradient against finite differences of the divergence in float64. */
class GradientTest {

  private static final int POINTS = 60;
  private static final double PERPLEXITY = 6;
  private static final double STEP = 1e-5;

  private final FloatMatrix points = Fixtures.head(Fixtures.matrix("clusters.npy"), POINTS);

  @ParameterizedTest
  @CsvSource({"2, 0.01", "2, 1", "2, 8", "3, 0.01", "3, 1", "3, 8"})
  void ofTheExactMethod(int dimensions, double deviation) {
    try (WorkerPool pool = new WorkerPool(2)) {
      float[][] p = AllProbabilities.of(Distances.euclidean(points), PERPLEXITY, pool);
      double[][] wide = new double[POINTS][POINTS];
      for (int i = 0; i < POINTS; i++) {
        for (int j = 0; j < POINTS; j++) {
          wide[i][j] = p[i][j];
        }
      }
      Gradient gradient = Gradient.exact(p, dimensions, 2);
      assertDerivative(gradient, wide, dimensions, deviation, pool);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 1"})
  void ofNearNeighboursWithThetaZero(int dimensions, double deviation) {
    try (WorkerPool pool = new WorkerPool(2)) {
      NearProbabilities p = NearProbabilities.of(Distances.euclidean(points), PERPLEXITY, pool);
      Gradient gradient = Gradient.barnesHut(p, dimensions, 0, 2);
      assertDerivative(gradient, Measures.full(p), dimensions, deviation, pool);
    }
  }

  private static void assertDerivative(
      Gradient gradient, double[][] p, int dimensions, double deviation, WorkerPool pool) {
    FloatMatrix matrix = Fixtures.random(POINTS, dimensions, deviation, 11);
    Layout layout = Fixtures.layout(matrix);
    gradient.evaluate(layout, pool);
    double[][] places = Fixtures.rows(matrix);
    assertThat(gradient.divergence(layout, pool))
        .isCloseTo(Measures.klDivergence(p, places), within(1e-5));
    float[] found = new float[POINTS];
    for (int axis = 0; axis < dimensions; axis++) {
      gradient.along(axis, 0, POINTS, 1, found);
      for (int i = 0; i < POINTS; i++) {
        double place = places[i][axis];
        places[i][axis] = place + STEP;
        double above = Measures.klDivergence(p, places);
        places[i][axis] = place - STEP;
        double below = Measures.klDivergence(p, places);
        places[i][axis] = place;
        double expected = (above - below) / (2 * STEP);
        assertThat((double) found[i]).isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-6));
      }
    }
  }
}
