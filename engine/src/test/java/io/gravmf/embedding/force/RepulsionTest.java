package io.gravmf.embedding.force;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Fixtures;
import io.gravmf.embedding.Measures;
import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.kernel.PairKernelsLookup;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Both ways to sum repulsion, against every pair in float64. */
class RepulsionTest {

  private final PairKernels kernels = PairKernelsLookup.find();

  /** A sum of repulsion: each point's force, and Z. */
  private record Sum(List<double[]> forces, double normaliser) {}

  private Sum sum(Repulsion repulsion, FloatMatrix places, int threads) {
    Layout forces = new Layout(places.rows(), places.columns());
    try (WorkerPool pool = new WorkerPool(threads)) {
      double normaliser = repulsion.sum(Fixtures.layout(places), forces, pool);
      return new Sum(List.of(Fixtures.rows(forces.toMatrix())), normaliser);
    }
  }

  private Sum exact(FloatMatrix places, int threads) {
    return sum(new ExactRepulsion(places.rows(), kernels, threads), places, threads);
  }

  private Sum barnesHut(FloatMatrix places, double theta, int threads) {
    return sum(
        new BarnesHutRepulsion(places.rows(), places.columns(), theta, kernels, threads),
        places,
        threads);
  }

  private static Sum reference(FloatMatrix matrix) {
    double[][] places = Fixtures.rows(matrix);
    int freedom = matrix.columns() - 1;
    double[][] forces = new double[places.length][matrix.columns()];
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < places.length; j++) {
        double q = 1 / (1 + Measures.squaredDistance(places[i], places[j]) / freedom);
        double force = Measures.weight(places[i], places[j]) * q;
        for (int axis = 0; axis < places[i].length; axis++) {
          forces[i][axis] += force * (places[i][axis] - places[j][axis]);
        }
      }
    }
    return new Sum(List.of(forces), Measures.normaliser(places));
  }

  /** Requires forces to agree within a part of the largest one. */
  private static void assertClose(Sum found, Sum expected, double tolerance) {
    double largest = 0;
    for (double[] row : expected.forces()) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    for (int i = 0; i < expected.forces().size(); i++) {
      double[] row = expected.forces().get(i);
      for (int axis = 0; axis < row.length; axis++) {
        assertThat(found.forces().get(i)[axis])
            .isCloseTo(row[axis], within(tolerance * largest + 1e-30));
      }
    }
    // A point's own weight of 1 is in each float32 sum, and taken off again.
    assertThat(found.normaliser())
        .isCloseTo(
            expected.normaliser(),
            within(tolerance * expected.normaliser() + 1e-6 * expected.forces().size()));
  }

  @Property(tries = 60)
  void exactAndThetaZeroAreTheSumOverEveryPair(
      @ForAll @IntRange(min = 5, max = 400) int points,
      @ForAll @IntRange(min = 2, max = 3) int dimensions,
      @ForAll @DoubleRange(min = -5, max = 3) double exponent,
      @ForAll long seed) {
    FloatMatrix places = Fixtures.random(points, dimensions, Math.pow(10, exponent), seed);
    Sum expected = reference(places);
    assertClose(exact(places, 2), expected, 5e-6);
    assertClose(barnesHut(places, 0, 2), expected, 5e-6);
  }

  @Property(tries = 40)
  void halfThetaIsNear(
      @ForAll @IntRange(min = 5, max = 800) int points,
      @ForAll @IntRange(min = 2, max = 3) int dimensions,
      @ForAll @DoubleRange(min = -4, max = 2) double exponent,
      @ForAll long seed) {
    FloatMatrix places = Fixtures.random(points, dimensions, Math.pow(10, exponent), seed);
    assertClose(barnesHut(places, 0.5, 2), reference(places), 0.05);
  }

  @Test
  void aFarGroupCountsAsOnePoint() {
    // 40 points near (1000, 0) and one at the origin: its force is theirs at their centre.
    FloatMatrix places = Fixtures.random(41, 2, 1e-2, 4);
    for (int i = 0; i < 40; i++) {
      places.values()[2 * i] += 1000;
    }
    places.values()[80] = 0;
    places.values()[81] = 0;
    assertClose(barnesHut(places, 0.5, 1), reference(places), 1e-4);
  }

  @Test
  void equalPlacesDoNotRepelAndCountInFull() {
    FloatMatrix places = FloatMatrix.zeros(100, 3);
    for (double theta : new double[] {0, 0.5, 1}) {
      Sum found = barnesHut(places, theta, 2);
      assertThat(found.normaliser()).isEqualTo(100 * 99);
      assertThat(found.forces()).containsOnly(new double[3]);
    }
    assertThat(exact(places, 2).normaliser()).isEqualTo(100 * 99);
  }

  @Test
  void equalPlacesFarFromOthers() {
    FloatMatrix places = FloatMatrix.zeros(60, 2);
    for (int i = 0; i < 60; i++) {
      places.values()[2 * i] = i % 3;
      places.values()[2 * i + 1] = 0.1f * (i % 3);
    }
    Sum expected = reference(places);
    assertClose(barnesHut(places, 0.5, 1), expected, 1e-6);
  }

  @Test
  void threadsDoNotChangeABit() {
    FloatMatrix places = Fixtures.random(2000, 3, 10, 2);
    Sum one = barnesHut(places, 0.5, 1);
    Sum exactOne = exact(places, 1);
    for (int threads : new int[] {2, 3, 7}) {
      assertThat(barnesHut(places, 0.5, threads)).usingRecursiveComparison().isEqualTo(one);
      assertThat(exact(places, threads)).usingRecursiveComparison().isEqualTo(exactOne);
    }
  }
}
