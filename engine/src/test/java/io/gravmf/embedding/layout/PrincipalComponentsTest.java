package io.gravmf.embedding.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.Fixtures;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

  private static Layout project(FloatMatrix points, int dimensions) {
    Layout layout = new Layout(points.rows(), dimensions);
    PrincipalComponents.project(points, layout, 1e-4);
    return layout;
  }

  @Test
  void areScikitLearnsButForTheSign() {
    FloatMatrix expected = Fixtures.matrix("clusters_pca.npy");
    Layout found = project(Fixtures.matrix("clusters.npy"), 3);
    for (int axis = 0; axis < 3; axis++) {
      float[] values = found.axis(axis);
      float sign = Math.signum(values[0]) * Math.signum(expected.get(0, axis));
      float largest = 0;
      for (int i = 0; i < expected.rows(); i++) {
        assertThat(values[i] * sign * 1e4f).isCloseTo(expected.get(i, axis), within(1e-4f));
        largest = Math.abs(values[i]) > Math.abs(largest) ? values[i] : largest;
      }
      assertThat(largest).isPositive();
    }
  }

  @Test
  void moreColumnsThanRowsGoAnotherWayToTheSame() {
    FloatMatrix points = Fixtures.random(40, 12, 1, 6);
    FloatMatrix padded = FloatMatrix.zeros(40, 50);
    for (int i = 0; i < 40; i++) {
      System.arraycopy(points.values(), i * 12, padded.values(), i * 50, 12);
    }
    Layout expected = project(points, 3);
    Layout found = project(padded, 3);
    for (int axis = 0; axis < 3; axis++) {
      for (int i = 0; i < 40; i++) {
        assertThat(found.axis(axis)[i]).isCloseTo(expected.axis(axis)[i], within(1e-10f));
      }
    }
  }

  @Test
  void whatHasNoComponentsIsRefused() {
    assertThatThrownBy(() -> project(Fixtures.random(20, 2, 1, 1), 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("PCA of points with 2 columns has no 3 components");
    assertThatThrownBy(() -> project(FloatMatrix.zeros(20, 4), 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("all points are equal");
    assertThatThrownBy(() -> project(FloatMatrix.zeros(2049, 2049), 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected at most 2048 rows or columns");
  }

  @Test
  void pointsOnALineHaveOneComponent() {
    FloatMatrix line = FloatMatrix.zeros(10, 3);
    for (int i = 0; i < 10; i++) {
      line.values()[3 * i] = i;
      line.values()[3 * i + 1] = 2 * i;
      line.values()[3 * i + 2] = 5;
    }
    Layout layout = project(line, 2);
    for (int i = 0; i < 10; i++) {
      assertThat(Math.abs(layout.x[i]))
          .isCloseTo(1e-4f * Math.abs(i - 4.5f) / 2.8722813f, within(1e-9f));
      assertThat(layout.y[i]).isCloseTo(0, within(1e-11f));
    }
  }
}
