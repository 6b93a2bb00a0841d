package io.gravmf.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.SharedData;
import io.gravmf.data.DenseIds;
import io.gravmf.data.Ratings;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DescribeTest {

  /** The reference is pandas' {@code describe}, as the notebook printed it. */
  @Test
  void movieLens100kHasTheNotebooksFigures() {
    Path file = SharedData.require("data/ml-100k/u.data");
    Describe tables = Describe.of(RatingsReader.read(file, ReadOptions.DEFAULT).ratings());
    assertSummary(tables.ratingsPerUser(), 943, 106.044539, 100.931743, 20, 33, 65, 148, 737);
    assertSummary(tables.ratingsPerItem(), 1682, 59.453032, 80.383846, 1, 6, 27, 80, 583);
    assertSummary(
        tables.userMeans(),
        943,
        3.588191,
        0.445233,
        1.491954,
        3.323054,
        3.620690,
        3.869565,
        4.869565);
    assertSummary(tables.itemMeans(), 1682, 3.076045, 0.781662, 1, 2.659600, 3.161528, 3.653428, 5);
  }

  private static void assertSummary(Summary found, int count, double... expected) {
    double[] figures = {
      found.mean(),
      found.std(),
      found.min(),
      found.lowerQuartile(),
      found.median(),
      found.upperQuartile(),
      found.max()
    };
    assertThat(found.count()).isEqualTo(count);
    assertThat(figures).containsExactly(expected, within(5e-7));
  }

  @Test
  void quantilesAreLinearBetweenNeighbours() {
    assertSummary(
        Summary.of(new double[] {4, 1, 2, 3}), 4, 2.5, Math.sqrt(5 / 3.0), 1, 1.75, 2.5, 3.25, 4);
    assertThat(Summary.of(new double[] {7}).std()).isNaN();
  }

  /** Worked out by hand: users 1 and 3 of four rate, items 1, 2 and 4 of four are rated. */
  @Test
  void usersAndItemsWithoutRatingsDoNotCount() {
    Ratings ratings =
        new Ratings(
            new int[] {0, 2, 0, 0},
            new int[] {0, 1, 3, 0},
            new float[] {1, 4, 5, 3},
            null,
            new DenseIds(4),
            new DenseIds(4));
    Describe tables = Describe.of(ratings);
    assertSummary(tables.ratingsPerUser(), 2, 2, Math.sqrt(2), 1, 1.5, 2, 2.5, 3);
    assertSummary(tables.ratingsPerItem(), 3, 4 / 3.0, Math.sqrt(1 / 3.0), 1, 1, 1, 1.5, 2);
    assertSummary(tables.userMeans(), 2, 3.5, Math.sqrt(0.5), 3, 3.25, 3.5, 3.75, 4);
    assertSummary(tables.itemMeans(), 3, 11 / 3.0, Math.sqrt(7 / 3.0), 2, 3, 4, 4.5, 5);
  }

  @Test
  void nothingCannotBeDescribed() {
    Ratings none =
        new Ratings(new int[0], new int[0], new float[0], null, new DenseIds(1), new DenseIds(1));
    assertThatThrownBy(() -> Describe.of(none)).isInstanceOf(IllegalArgumentException.class);
  }
}
