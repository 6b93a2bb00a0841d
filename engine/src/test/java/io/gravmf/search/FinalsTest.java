package io.gravmf.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FinalsTest {

  private static final int LAST = SuccessiveHalving.RUNGS - 1;

  /** In the search a greater number looks better, by luck; trial 22 is the best everywhere else. */
  private static final List<Outcome> OUTCOMES =
      IntStream.range(0, 40)
          .mapToObj(trial -> new Outcome(trial, trial % 4 == 3 ? 0 : LAST, 1 - trial * 0.01, 0))
          .toList();

  private static double elsewhere(int trial) {
    return 1 + Math.abs(trial - 22) * 0.1;
  }

  private static Finals.Standing best(List<IntToDoubleFunction> divisions, int atOnce) {
    return new Finals(divisions, atOnce, () -> false).run(OUTCOMES).orElseThrow();
  }

  @Test
  void whoIsBestInTheMeanWins() {
    for (int atOnce : new int[] {1, 2, 7}) {
      Finals.Standing best = best(Collections.nCopies(4, FinalsTest::elsewhere), atOnce);
      assertThat(best).isEqualTo(new Finals.Standing(22, (1 - 0.22 + 4) / 5, 5));
    }
    assertThat(best(List.of(), 1)).isEqualTo(new Finals.Standing(38, 1 - 0.38, 1));
  }

  @Test
  void theBestOfThoseWithAllTheirEpochsTakePart() {
    List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
    best(
        List.of(
            trial -> {
              asked.add(trial);
              return 1;
            }),
        2);
    assertThat(asked)
        .containsExactlyInAnyOrder(
            38, 37, 36, 34, 33, 32, 30, 29, 28, 26, 25, 24, 22, 21, 20, 18, 17, 16);
  }

  @Test
  void aTrialWithoutAScoreCannotWin() {
    IntToDoubleFunction failing = trial -> trial == 22 ? Double.NaN : elsewhere(trial);
    assertThat(best(List.of(FinalsTest::elsewhere, failing, FinalsTest::elsewhere), 1).trial())
        .isEqualTo(21);
  }

  @Test
  void aDivisionThatIsNotCompleteDoesNotCount() {
    AtomicInteger asked = new AtomicInteger();
    Finals finals =
        new Finals(
            Collections.nCopies(4, FinalsTest::elsewhere),
            1,
            () -> asked.incrementAndGet() > 2 * Finals.FINALISTS + 3);
    assertThat(finals.run(OUTCOMES)).contains(new Finals.Standing(22, (1 - 0.22 + 2) / 3, 3));
  }

  @Test
  void oneTrialHasNoFinals() {
    Finals finals = new Finals(List.of(FinalsTest::elsewhere), 1, () -> false);
    assertThat(finals.run(OUTCOMES.subList(0, 1))).isEmpty();
    assertThat(finals.run(List.of())).isEmpty();
  }
}
