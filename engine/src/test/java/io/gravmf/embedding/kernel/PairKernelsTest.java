package io.gravmf.embedding.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Fixtures;
import io.gravmf.embedding.layout.Layout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Both implementations of the inner loops give the same bits. */
class PairKernelsTest {

  private final PairKernels plain = new PlainPairKernels();
  private final PairKernels vector = PairKernelsLookup.find();

  @Test
  void theTestsRunWithTheVectorApi() {
    assertThat(vector).isNotInstanceOf(PlainPairKernels.class);
  }

  @Property(tries = 200)
  void repel(
      @ForAll boolean planar,
      @ForAll @IntRange(min = 0, max = PairKernels.MAX_SOURCES) int sources,
      @ForAll @IntRange(min = 0, max = 9) int source,
      @ForAll @DoubleRange(min = -6, max = 6) double exponent,
      @ForAll long seed) {
    int points = source + sources + PairKernels.BLOCK;
    FloatMatrix places = Fixtures.random(points, 3, Math.pow(10, exponent), seed);
    Layout layout = Fixtures.layout(places);
    float[] mass = new float[points];
    for (int k = 0; k < points; k++) {
      mass[k] = 1 + k % 3;
    }
    float[] expected = new float[4 * PairKernels.BLOCK];
    float[] found = new float[4 * PairKernels.BLOCK];
    for (float[] sums : new float[][] {expected, found}) {
      (sums == expected ? plain : vector)
          .repel(
              planar, layout.x, layout.y, layout.z, source, layout.x, layout.y, layout.z, mass,
              source, sources, sums);
    }
    assertThat(found).isEqualTo(expected);
  }

  @Property(tries = 200)
  void attract(
      @ForAll boolean planar,
      @ForAll @IntRange(min = 1, max = 120) int points,
      @ForAll @DoubleRange(min = -6, max = 6) double exponent,
      @ForAll long seed) {
    FloatMatrix places = Fixtures.random(points, planar ? 2 : 3, Math.pow(10, exponent), seed);
    Layout layout = Fixtures.layout(places);
    int stride = PairKernels.padded(points);
    float[][] p = new float[points][];
    for (int s = 0; s < points; s++) {
      p[s] = Fixtures.random(stride, 1, 0.01, seed + s).values();
    }
    float[] expected = new float[3 * PairKernels.BLOCK];
    float[] found = new float[3 * PairKernels.BLOCK];
    for (int target = 0; target < stride; target += PairKernels.BLOCK) {
      plain.attract(planar, layout.x, layout.y, layout.z, target, p, 0, points, expected);
      vector.attract(planar, layout.x, layout.y, layout.z, target, p, 0, points, found);
      assertThat(found).isEqualTo(expected);
    }
  }
}
