package io.gravmf.embedding.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Fixtures;
import io.gravmf.embedding.Measures;
import io.gravmf.parallel.WorkerPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Probabilities against scikit-learn's, and what must hold of any. */
class ProbabilitiesTest {

  private final FloatMatrix few = Fixtures.head(Fixtures.matrix("clusters.npy"), 60);

  @Test
  void ofNearNeighboursAreScikitLearns() {
    try (WorkerPool pool = new WorkerPool(2)) {
      NearProbabilities found = NearProbabilities.of(Distances.euclidean(few), 5, pool);
      assertClose(Measures.full(found), Fixtures.matrix("few_p_near.npy"));
    }
  }

  @Test
  void ofAllPairsAreScikitLearns() {
    try (WorkerPool pool = new WorkerPool(2)) {
      float[][] found = AllProbabilities.of(Distances.euclidean(few), 5, pool);
      double[][] all = new double[60][60];
      for (int i = 0; i < 60; i++) {
        for (int j = 0; j < 60; j++) {
          all[i][j] = found[i][j];
        }
      }
      assertClose(all, Fixtures.matrix("few_p_all.npy"));
    }
  }

  private static void assertClose(double[][] found, FloatMatrix expected) {
    for (int i = 0; i < found.length; i++) {
      for (int j = 0; j < found.length; j++) {
        // The searches end within 1e-5 of the entropy, at places that depend on where they begin.
        assertThat(found[i][j]).isCloseTo(expected.get(i, j), within(1e-6));
      }
    }
  }

  @Property(tries = 100)
  void rowsHaveThePerplexity(
      @ForAll @IntRange(min = 6, max = 60) int count,
      @ForAll @DoubleRange(min = 1.1, max = 5) double perplexity,
      @ForAll @IntRange(min = -12, max = 12) int exponent,
      @ForAll long seed) {
    // Far from the nearest as well, where exp of a distance alone would vanish.
    FloatMatrix draws = Fixtures.random(count, 1, 1, seed);
    float[] values = new float[count];
    double scale = Math.scalb(1.0, exponent);
    for (int k = 0; k < count; k++) {
      values[k] = (float) ((8 + (k % 7 == 6 ? 1 : 0) + Math.abs(draws.get(k, 0))) * scale);
    }
    new Perplexity(perplexity).toProbabilities(values, 0, count, -1);
    double sum = 0;
    double entropy = 0;
    for (float p : values) {
      sum += p;
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    assertThat(Math.exp(entropy)).isCloseTo(perplexity, within(1e-3));
  }

  @Test
  void moreEqualDistancesThanThePerplexityShareIt() {
    float[] values = {7, 2, 2, 9, 2, 2};
    new Perplexity(3).toProbabilities(values, 0, values.length, -1);
    assertThat(values).containsExactly(0, 0.25f, 0.25f, 0, 0.25f, 0.25f);
  }

  @Test
  void theSkippedPlaceGetsNothing() {
    float[] values = {5, 0, 1, 2, 3};
    new Perplexity(2).toProbabilities(values, 1, 5, 1);
    assertThat(values[0]).isEqualTo(5);
    assertThat(values[1]).isZero();
    assertThat(values[2] + values[3] + values[4]).isCloseTo(1, within(1e-6f));
    assertThat(values[2]).isGreaterThan(values[3]);
  }
}
