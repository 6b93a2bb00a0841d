package io.gravmf.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessiveHalvingTest {

  @TempDir Path folder;

  /**
   * Known to the test alone: trial 11 is the best whatever it is given, and 4 never has a score.
   */
  private static double score(int trial, double share) {
    return trial % 27 == 4 ? Double.NaN : Math.abs(trial - 11) + 1 / share;
  }

  private static List<Outcome> run(
      int trials, int atOnce, int stopAfter, List<Outcome> known, AtomicInteger computed) {
    List<Outcome> outcomes = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    new SuccessiveHalving(
            (trial, share) -> {
              computed.incrementAndGet();
              return score(trial, share);
            },
            atOnce,
            () -> asked.incrementAndGet() > stopAfter,
            known)
        .run(trials, outcomes::add);
    return outcomes;
  }

  private static List<Outcome> run(int trials, int atOnce) {
    return run(trials, atOnce, Integer.MAX_VALUE, List.of(), new AtomicInteger());
  }

  private static List<List<Object>> figures(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(o -> List.<Object>of(o.trial(), o.rung(), Double.toString(o.score())))
        .toList();
  }

  @Test
  void aTrialThatRunsOutOfMemorySaysSo() {
    SuccessiveHalving.Evaluator hungry =
        (trial, share) -> {
          throw new OutOfMemoryError("Java heap space");
        };
    SuccessiveHalving search = new SuccessiveHalving(hungry, 2, () -> false, List.of());
    assertThatThrownBy(() -> search.run(3, outcome -> {})).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void theBetterThirdGoesOn() {
    List<Outcome> found = run(27, 1);
    assertThat(found.subList(0, 27)).allMatch(outcome -> outcome.rung() == 0);
    assertThat(found.subList(27, 36))
        .extracting(Outcome::trial)
        .containsExactly(7, 8, 9, 10, 11, 12, 13, 14, 15);
    assertThat(found.subList(36, 39)).extracting(Outcome::trial).containsExactly(10, 11, 12);
    assertThat(found).hasSize(39);
    assertThat(SuccessiveHalving.best(found)).map(Outcome::trial).contains(11);
  }

  @Test
  void rungsGetANinthAThirdAndAll() {
    assertThat(SuccessiveHalving.share(0)).isCloseTo(1 / 9.0, within(1e-15));
    assertThat(SuccessiveHalving.share(1)).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(SuccessiveHalving.share(2)).isEqualTo(1);
  }

  @Test
  void aLastGroupMayBeSmaller() {
    List<Outcome> found = run(30, 2);
    // 3, 1 and 1 of the second group.
    assertThat(found).hasSize(39 + 3 + 1 + 1);
    assertThat(run(1, 1)).extracting(Outcome::rung).containsExactly(0, 1, 2);
  }

  @Test
  void threadsChangeNothing() {
    List<List<Object>> one = figures(run(60, 1));
    assertThat(figures(run(60, 7))).isEqualTo(one);
  }

  @Test
  void stoppingAndGoingOnChangesNothing() {
    List<List<Object>> whole = figures(run(60, 2));
    for (int stop : IntStream.of(0, 1, 13, 27, 30, 36, 38, 39, 50, 70).toArray()) {
      AtomicInteger computed = new AtomicInteger();
      List<Outcome> first = run(60, 2, stop, List.of(), computed);
      assertThat(whole).containsAll(figures(first));
      List<Outcome> second = run(60, 2, Integer.MAX_VALUE, first, computed);
      assertThat(figures(second)).as("stopped after " + stop).isEqualTo(whole);
      // Nothing was computed twice.
      assertThat(computed).hasValue(whole.size());
    }
  }

  @Test
  void theBestHasBeenGivenMost() {
    assertThat(
            SuccessiveHalving.best(
                List.of(
                    new Outcome(0, 0, 1, 0),
                    new Outcome(1, 1, 3, 0),
                    new Outcome(2, 1, 2, 0),
                    new Outcome(3, 2, Double.NaN, 0))))
        .contains(new Outcome(2, 1, 2, 0));
    assertThat(SuccessiveHalving.best(List.of(new Outcome(0, 2, Double.NaN, 0))))
        .isEqualTo(Optional.empty());
  }

  @Test
  void failuresAreTheCallers() {
    SuccessiveHalving search =
        new SuccessiveHalving(
            (trial, share) -> {
              throw new InvalidInputException("no " + trial);
            },
            1,
            () -> false,
            List.of());
    assertThatThrownBy(() -> search.run(3, outcome -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("no 0");
  }

  private static final SearchSpace SPACE = SpaceReader.parse("s", "dim 8 .. 64 log\nnu 0.0 .. 1.0");

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = folder.resolve("search.csv");
    SearchCsv csv = new SearchCsv(file, "rmse of u.data", SPACE, 5);
    List<Outcome> outcomes =
        List.of(new Outcome(0, 0, 0.1, 0.25), new Outcome(3, 2, Double.NaN, 1e-3));
    csv.write(outcomes);
    assertThat(csv.read()).isEqualTo(outcomes);
    assertThat(Files.readAllLines(file).get(1)).isEqualTo("trial,rung,score,seconds,dim,nu");
    assertThat(Files.readAllLines(file).get(2))
        .isEqualTo("0,0,0.1,0.25," + String.join(",", SPACE.draw(5, 0).values()));
  }

  @Test
  void anotherSearchsFileIsRefused() throws IOException {
    Path file = folder.resolve("search.csv");
    new SearchCsv(file, "rmse of u.data", SPACE, 5).write(List.of(new Outcome(0, 0, 0.1, 0.25)));
    SearchSpace other = SpaceReader.parse("s", "dim 8 .. 65 log\nnu 0.0 .. 1.0");
    for (SearchCsv csv :
        List.of(
            new SearchCsv(file, "mae of u.data", SPACE, 5),
            new SearchCsv(file, "rmse of u.data", SPACE, 6),
            new SearchCsv(file, "rmse of u.data", other, 5))) {
      assertThatThrownBy(csv::read)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("line 1: is not of this search");
    }
    SearchCsv own = new SearchCsv(file, "rmse of u.data", SPACE, 5);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    for (String damaged :
        List.of("0,0,0.1", "0,9,0.1,1,8,0", "x,0,0.1,1,8,0", "0,0,0.1,1,8,0", "")) {
      lines.set(2, damaged);
      Files.write(file, lines);
      assertThatThrownBy(own::read)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("line 3: ");
    }
  }
}
