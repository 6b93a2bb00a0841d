package io.gravmf.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class RowNormalsTest {

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  @Property(tries = 300)
  void aWordsNumberIsWhereTheNormalDistributionHasItsProbability(@ForAll int word) {
    double probability = (Integer.toUnsignedLong(word) + 0.5) * 0x1p-32;
    float number = RowNormals.normal(word);
    assertThat(NORMAL.cumulativeProbability(number))
        .isCloseTo(probability, within(1e-7 * Math.min(probability, 1 - probability) * 40));
  }

  @Test
  void theFarthestAreFiniteAndOpposite() {
    assertThat(RowNormals.normal(0)).isBetween(-6.34f, -6.33f);
    assertThat(RowNormals.normal(-1)).isEqualTo(-RowNormals.normal(0));
  }

  @Property(tries = 100)
  void aRowsNumbersDependOnNoOtherCall(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1000) int sweep,
      @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int row,
      @ForAll @IntRange(min = 0, max = 40) int count) {
    float[] all = new float[64];
    float[] some = new float[64];
    new RowNormals(seed, Stream.USER_ROWS).fill(sweep, row, 64, all);
    RowNormals used = new RowNormals(seed, Stream.USER_ROWS);
    used.fill(sweep + 1, row, 17, some);
    Arrays.fill(some, Float.NaN);
    used.fill(sweep, row, count, some);
    assertThat(Arrays.copyOf(some, count)).isEqualTo(Arrays.copyOf(all, count));
    assertThat(some[count]).isNaN();
  }

  @Test
  void theyAreNormalAndDoNotHangTogether() {
    int rows = 2000;
    double[] all = new double[rows * 8];
    double neighbours = 0;
    float[] row = new float[8];
    RowNormals normals = new RowNormals(5, Stream.ITEM_ROWS);
    for (int i = 0; i < rows; i++) {
      normals.fill(3, i, 8, row);
      for (int k = 0; k < 8; k++) {
        all[i * 8 + k] = row[k];
        neighbours += k == 0 ? 0 : row[k] * row[k - 1];
      }
    }
    assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(NORMAL, all)).isGreaterThan(0.01);
    assertThat(neighbours / (7 * rows)).isCloseTo(0, within(0.025));
  }
}
