package io.gravmf.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.TsneConfig.Init;
import io.gravmf.embedding.TsneConfig.Method;
import io.gravmf.embedding.TsneConfig.Metric;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole embeddings: determinism, degenerate points, bad input, listeners. */
class TsneTest {

  private static TsneConfig.Builder config() {
    return TsneConfig.builder().iterations(300).threads(2);
  }

  private static TsneResult embed(FloatMatrix points, TsneConfig.Builder config) {
    return Tsne.embed(points, config.build(), TsneListener.NONE);
  }

  private static void assertFinite(TsneResult result) {
    for (float value : result.coordinates().values()) {
      assertThat(value).isFinite();
    }
    assertThat(result.klDivergence()).isFinite();
  }

  @Property(tries = 12)
  void threadsDoNotChangeABit(
      @ForAll Method method,
      @ForAll Metric metric,
      @ForAll Init init,
      @ForAll @IntRange(min = 2, max = 3) int components,
      @ForAll @IntRange(min = 5, max = 600) int points,
      @ForAll long seed) {
    FloatMatrix matrix = Fixtures.random(points, 9, 1, seed);
    TsneConfig.Builder config =
        config().method(method).metric(metric).init(init).components(components).seed(seed);
    TsneResult one = embed(matrix, config.iterations(60).threads(1));
    for (int threads : new int[] {2, 5}) {
      TsneResult found = embed(matrix, config.threads(threads));
      assertThat(found.coordinates().values()).isEqualTo(one.coordinates().values());
      assertThat(found.klDivergence()).isEqualTo(one.klDivergence());
    }
  }

  @Test
  void seedsDiffer() {
    FloatMatrix points = Fixtures.random(50, 5, 1, 1);
    assertThat(embed(points, config().seed(1)).coordinates().values())
        .isNotEqualTo(embed(points, config().seed(2)).coordinates().values());
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void fivePointsAreEnough(Method method) {
    TsneResult result = embed(Fixtures.random(5, 4, 1, 1), config().method(method));
    assertFinite(result);
    assertThat(result.coordinates().rows()).isEqualTo(5);
    assertThat(result.coordinates().columns()).isEqualTo(3);
  }

  @Test
  void withAllNeighboursAndThetaZeroBarnesHutIsTheExactMethod() {
    FloatMatrix points = Fixtures.random(24, 6, 1, 9);
    // 3 * 8 + 1 neighbours are all others. Longer steps, or more, would amplify rounding.
    TsneConfig.Builder config = config().perplexity(8).theta(0).learningRate(1).iterations(60);
    FloatMatrix expected = embed(points, config.method(Method.EXACT)).coordinates();
    FloatMatrix found = embed(points, config.method(Method.BARNES_HUT)).coordinates();
    float largest = 0;
    for (float value : expected.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int k = 0; k < expected.values().length; k++) {
      assertThat(found.values()[k]).isCloseTo(expected.values()[k], within(1e-3f * largest));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void pointsThatAreAllEqualAreEmbedded(Method method) {
    assertFinite(embed(FloatMatrix.zeros(80, 4), config().method(method)));
    assertFinite(embed(FloatMatrix.zeros(80, 0), config().method(method)));
  }

  @Test
  void duplicatesComeTogether() {
    FloatMatrix distinct = Fixtures.head(Fixtures.matrix("clusters.npy"), 150);
    int values = distinct.values().length;
    FloatMatrix points = FloatMatrix.zeros(300, distinct.columns());
    System.arraycopy(distinct.values(), 0, points.values(), 0, values);
    System.arraycopy(distinct.values(), 0, points.values(), values, values);
    TsneResult result = embed(points, config().iterations(1000).perplexity(10));
    assertFinite(result);
    double[][] places = Fixtures.rows(result.coordinates());
    double spread = 0;
    double apart = 0;
    for (int i = 0; i < 150; i++) {
      spread += Measures.squaredDistance(places[i], places[(i + 7) % 150]);
      apart += Measures.squaredDistance(places[i], places[i + 150]);
    }
    assertThat(apart).isLessThan(0.05 * spread);
  }

  @Test
  void aConstantColumnChangesNothing() {
    FloatMatrix points = Fixtures.random(60, 3, 1, 5);
    FloatMatrix more = FloatMatrix.zeros(60, 4);
    for (int i = 0; i < 60; i++) {
      System.arraycopy(points.values(), i * 3, more.values(), i * 4, 3);
      more.values()[i * 4 + 3] = 0.75f;
    }
    assertThat(embed(more, config()).coordinates().values())
        .isEqualTo(embed(points, config()).coordinates().values());
  }

  @Test
  void whatCannotBeEmbeddedIsRefused() {
    FloatMatrix points = Fixtures.random(20, 3, 1, 1);
    refused(Fixtures.head(points, 4), config(), "found 4 points, expected 5 or more");
    refused(points, config().perplexity(20), "perplexity is 20.0, expected less than the number");
    points.values()[3 * 7 + 2] = Float.NaN;
    refused(points, config(), "point 7, column 2 (both from 0): found NaN");
    points.values()[3 * 7 + 2] = Float.NEGATIVE_INFINITY;
    refused(points, config(), "found -Infinity, expected a finite number");
    points.values()[3 * 7] = 0;
    points.values()[3 * 7 + 1] = 0;
    points.values()[3 * 7 + 2] = 0;
    refused(points, config().metric(Metric.COSINE), "point 7 (from 0): found all zeros");
    refused(points, config().learningRate(1e30), "no longer finite after 50 iterations; lower");
  }

  private static void refused(FloatMatrix points, TsneConfig.Builder config, String message) {
    assertThatThrownBy(() -> embed(points, config))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theExactMethodSaysWhereMemoryIsTooSmall() {
    refused(
        FloatMatrix.zeros(200_000, 1),
        config().method(Method.EXACT),
        "the exact method needs 160.0");
  }

  @Test
  void aListenerHearsOfEveryFiftiethIterationAndTheLast() {
    List<Integer> heard = new ArrayList<>();
    List<Double> divergences = new ArrayList<>();
    TsneResult result =
        Tsne.embed(
            Fixtures.random(80, 6, 1, 4),
            config().iterations(330).build(),
            new TsneListener() {
              @Override
              public void onProgress(int iteration, double klDivergence, double gradientNorm) {
                heard.add(iteration);
                divergences.add(klDivergence);
                assertThat(gradientNorm).isPositive();
              }
            });
    assertThat(heard).containsExactly(50, 100, 150, 200, 250, 300, 330);
    assertThat(divergences.get(6)).isLessThan(divergences.get(0));
    assertThat(result.iterations()).isEqualTo(330);
    assertThat(result.klDivergence()).isCloseTo(divergences.get(6), within(0.01));
  }

  @Test
  void aListenerCancels() {
    int[] asked = new int[1];
    TsneResult result =
        Tsne.embed(
            Fixtures.random(80, 6, 1, 4),
            config().build(),
            new TsneListener() {
              @Override
              public boolean isCancelled() {
                return asked[0]++ >= 20;
              }
            });
    assertThat(result.iterations()).isEqualTo(20);
    assertFinite(result);
  }

  @Test
  void itStopsWhereNothingImproves() {
    TsneResult result = embed(Fixtures.random(12, 4, 1, 3), config().iterations(100_000));
    assertThat(result.iterations()).isLessThan(50_000);
    assertFinite(result);
  }
}
