package io.gravmf.bench.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.bench.result.DataShape;
import io.gravmf.data.RatingsBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The counted work, against counts of the plainest loops. */
class WorkTest {

  private static final DataShape SHAPE = new DataShape("d", "", 3, 4, 7, 2, null);

  @Test
  void flopsAreThoseOfThePlainestLoops() {
    int d = 5;
    int sparse = 0;
    int gram = 0;
    int multiply = 0;
    for (int entry = 0; entry < 7; entry++) {
      for (int k = 0; k < d; k++) {
        // A product and a sum each: the error, the user's gradient, the item's gradient.
        sparse += 3 * 2;
      }
    }
    for (int row = 0; row < 3 + 4; row++) {
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          multiply += 2;
          gram += b >= a ? 2 : 0;
        }
      }
    }
    assertThat(Work.part("sparse", SHAPE, d).flops()).isEqualTo(sparse);
    assertThat(Work.part("gram", SHAPE, d).flops()).isEqualTo(gram);
    assertThat(Work.part("multiply", SHAPE, d).flops()).isEqualTo(multiply);
    assertThat(Work.epoch(SHAPE, d).flops()).isEqualTo(sparse + gram + multiply + 14 * 7 * d);
  }

  /** The notebook's problem, by the figures of docs/architecture.md: some 130 MFLOP. */
  @Test
  void theNotebooksEpochIsOfTheKnownSize() {
    DataShape notebook = new DataShape("d", "", 943, 1682, 80_000, 20_000, null);
    Work epoch = Work.epoch(notebook, 100);
    assertThat(epoch.flops()).isBetween(1.2e8, 1.4e8);
    // Rows of 400 bytes for each rating, twice: 64 MB, and little else.
    assertThat(epoch.bytes()).isBetween(6.4e7, 8e7);
  }

  /** Rows of 3 and 1 ratings by user, of 1, 1 and 2 by item. */
  @Test
  void aSweepsFlopsAreOfTheCheaperSystems() {
    RatingsBuilder ratings = new RatingsBuilder();
    for (String[] pair : new String[][] {{"a", "x"}, {"a", "y"}, {"a", "z"}, {"b", "z"}}) {
      ratings.add(pair[0], pair[1], 1);
    }
    Map<Integer, Double> flops = SweepFlops.of(ratings.build(), Set.of(2, 10));
    double primal = (3 + 1 + 1 + 1 + 2) * 4 + 5 * 8 / 3.0;
    double dual = (9 + 1 + 1 + 1 + 4) * 10 + (27 + 1 + 1 + 1 + 8) / 3.0 + 5 * 200;
    assertThat(flops.get(2)).isCloseTo(primal, within(1e-9));
    assertThat(flops.get(10)).isCloseTo(dual, within(1e-9));
  }
}
