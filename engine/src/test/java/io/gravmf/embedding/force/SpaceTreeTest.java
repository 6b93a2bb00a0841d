package io.gravmf.embedding.force;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Fixtures;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What must hold of every cell. */
class SpaceTreeTest {

  @Property(tries = 150)
  void cellsHoldTheirPointsAndSubtreesFollowThem(
      @ForAll @IntRange(min = 5, max = 500) int points,
      @ForAll @IntRange(min = 2, max = 3) int dimensions,
      @ForAll @DoubleRange(min = -30, max = 30) double exponent,
      @ForAll long seed) {
    FloatMatrix places = Fixtures.random(points, dimensions, Math.pow(10, exponent), seed);
    SpaceTree tree = new SpaceTree(points, dimensions);
    tree.build(Fixtures.layout(Fixtures.random(points, dimensions, 1, seed + 1)));
    tree.build(Fixtures.layout(places));
    assertThat(IntStream.of(tree.order).sorted())
        .containsExactlyElementsOf(IntStream.range(0, points).boxed().toList());
    assertThat(tree.begin[0]).isZero();
    assertThat(tree.end[0]).isEqualTo(points);
    assertThat(tree.skip[0]).isEqualTo(tree.cells);
    for (int cell = 0; cell < tree.cells; cell++) {
      assertCell(tree, cell, places);
    }
  }

  private static void assertCell(SpaceTree tree, int cell, FloatMatrix places) {
    int from = tree.begin[cell];
    int to = tree.end[cell];
    double width = Math.sqrt(tree.squaredWidth[cell]);
    for (int axis = 0; axis < places.columns(); axis++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int k = from; k < to; k++) {
        double value = places.get(tree.order[k], axis);
        assertThat(tree.sorted.axis(axis)[k]).isEqualTo((float) value);
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += value;
      }
      float[] centres = axis == 0 ? tree.x : axis == 1 ? tree.y : tree.z;
      double magnitude = Math.max(Math.abs(least), Math.abs(most));
      assertThat((double) centres[cell])
          .isCloseTo(sum / (to - from), within(1e-5 * magnitude + 1e-40));
      // Squares of tiny widths underflow; such cells count as points.
      if (width > 1e-15) {
        assertThat(most - least).isLessThanOrEqualTo(width * 1.0001 + 1e-6 * magnitude);
      }
    }
    int child = cell + 1;
    if (tree.skip[cell] > child) {
      int covered = from;
      while (child < tree.skip[cell]) {
        assertThat(tree.begin[child]).isEqualTo(covered);
        assertThat(tree.squaredWidth[child]).isLessThanOrEqualTo(tree.squaredWidth[cell]);
        covered = tree.end[child];
        child = tree.skip[child];
      }
      assertThat(covered).isEqualTo(to);
    }
  }
}
