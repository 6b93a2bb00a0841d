package io.gravmf.embedding.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Fixtures;
import io.gravmf.embedding.Measures;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {

  /** Whole coordinates make distances exact, and many of them equal. */
  private static FloatMatrix grid(int rows, int columns, long seed) {
    Random random = new Random(seed);
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = random.nextInt(5) - 2;
    }
    return matrix;
  }

  @Property(tries = 60)
  void areThoseOfSortingAllDistances(
      @ForAll @IntRange(min = 5, max = 300) int rows,
      @ForAll @IntRange(min = 0, max = 9) int columns,
      @ForAll @IntRange(min = 1, max = 40) int wanted,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll long seed) {
    FloatMatrix matrix = grid(rows, columns, seed);
    assertNearest(matrix, Math.min(wanted, rows - 1), threads);
  }

  @Test
  void moreThanATile() {
    assertNearest(grid(Distances.TILE + 37, 6, 1), 10, 2);
  }

  private static void assertNearest(FloatMatrix matrix, int count, int threads) {
    double[][] points = Fixtures.rows(matrix);
    NearestNeighbours found;
    try (WorkerPool pool = new WorkerPool(threads)) {
      found = NearestNeighbours.find(Distances.euclidean(matrix), count, pool);
    }
    double scale = scale(matrix);
    for (int i = 0; i < points.length; i++) {
      double[] distances = new double[points.length];
      for (int j = 0; j < points.length; j++) {
        distances[j] = Measures.squaredDistance(points[i], points[j]);
      }
      int self = i;
      int[] expected =
          IntStream.range(0, points.length)
              .filter(j -> j != self)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> distances[j]))
              .limit(count)
              .mapToInt(Integer::intValue)
              .sorted()
              .toArray();
      assertThat(Arrays.copyOfRange(found.neighbours, i * count, (i + 1) * count))
          .isEqualTo(expected);
      for (int k = 0; k < count; k++) {
        assertThat((double) found.distances[i * count + k])
            .isEqualTo(distances[expected[k]] * scale * scale);
      }
    }
  }

  /** The power of two that brings the largest magnitude to 1 or above, below 2. */
  private static double scale(FloatMatrix matrix) {
    float largest = 0;
    for (float value : matrix.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest >= 2 ? 0.5 : 1;
  }

  @Test
  void scaleDoesNotMatterAndNothingOverflows() {
    FloatMatrix points = Fixtures.random(40, 6, 1, 3);
    NearestNeighbours expected = find(points);
    for (int exponent : new int[] {-100, 100}) {
      FloatMatrix scaled = FloatMatrix.zeros(40, 6);
      for (int k = 0; k < scaled.values().length; k++) {
        scaled.values()[k] = Math.scalb(points.values()[k], exponent);
      }
      NearestNeighbours found = find(scaled);
      assertThat(found.neighbours).isEqualTo(expected.neighbours);
      assertThat(found.distances).isEqualTo(expected.distances);
    }
  }

  private static NearestNeighbours find(FloatMatrix points) {
    try (WorkerPool pool = new WorkerPool(1)) {
      return NearestNeighbours.find(Distances.euclidean(points), 7, pool);
    }
  }

  @Test
  void cosineDistancesAreSquaredOneMinusCosine() {
    FloatMatrix points = Fixtures.random(30, 5, 3, 8);
    double[][] rows = Fixtures.rows(points);
    float[][] found = new float[1][Distances.TILE];
    Distances distances = Distances.cosine(points);
    for (int i = 0; i < rows.length; i++) {
      distances.squared(i, 1, 0, found);
      for (int j = 0; j < rows.length; j++) {
        double distance = 1 - cosine(rows[i], rows[j]);
        assertThat((double) found[0][j]).isCloseTo(distance * distance, within(1e-6));
      }
    }
  }

  private static double cosine(double[] a, double[] b) {
    double dot = 0;
    for (int c = 0; c < a.length; c++) {
      dot += a[c] * b[c];
    }
    double[] origin = new double[a.length];
    return dot
        / Math.sqrt(Measures.squaredDistance(a, origin) * Measures.squaredDistance(b, origin));
  }
}
