package io.gravmf.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.bench.result.Iteration;
import io.gravmf.bench.result.Measurement;
import io.gravmf.data.InvalidInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final int ITERATIONS = 5;
  private static final double NEAR = 34;
  private static final double FAR = 170;

  private record Printed(int code, String text) {}

  private static Printed print(Comparison comparison) {
    StringWriter out = new StringWriter();
    int code = comparison.print(new PrintWriter(out));
    return new Printed(code, out.toString());
  }

  private static Iteration iteration(double milliseconds, double exchange) {
    return new Iteration(milliseconds, Double.NaN, exchange, 1.05 * exchange);
  }

  /** Makes a result of forks that are each a little different, in one state of the machine. */
  private static Measurement steady(String name, int forks, double milliseconds, double exchange) {
    return of(name, forks, fork -> milliseconds * (1 + 1e-3 * fork), exchange);
  }

  private static Measurement of(
      String name, int forks, IntToDoubleFunction milliseconds, double exchange) {
    List<List<Iteration>> all = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      List<Iteration> iterations = new ArrayList<>();
      for (int k = 0; k < ITERATIONS; k++) {
        iterations.add(iteration(milliseconds.applyAsDouble(fork), exchange));
      }
      all.add(iterations);
    }
    return new Measurement(name, Map.of("dim", "8"), 1, all);
  }

  private static Verdict ofRuns(Measurement before, Measurement after) {
    return Contrast.ofRuns(before, after).verdict();
  }

  @Test
  void runsAreJudgedByTheirForks() {
    Measurement old = steady("A.a", 7, 10, NEAR);
    assertThat(ofRuns(old, steady("A.a", 7, 11, NEAR))).isEqualTo(Verdict.SLOWER);
    assertThat(ofRuns(old, steady("A.a", 7, 9, NEAR))).isEqualTo(Verdict.FASTER);
    assertThat(ofRuns(old, steady("A.a", 7, 10, NEAR))).isEqualTo(Verdict.SAME);
    // Runs of different times differ by some percent whatever the build.
    assertThat(ofRuns(old, steady("A.a", 7, 10.5, NEAR))).isEqualTo(Verdict.AMBIGUOUS);
    // Two forks of hundreds of iterations are two JVMs.
    assertThat(ofRuns(old, steady("A.a", 2, 20, NEAR))).isEqualTo(Verdict.AMBIGUOUS);
    Measurement scattered = of("A.a", 7, fork -> 9 + fork % 3, NEAR);
    assertThat(ofRuns(old, scattered)).isEqualTo(Verdict.AMBIGUOUS);
  }

  @Test
  void aSlowerMachineIsNoSlowerBuild() {
    Measurement old = steady("A.a", 7, 10, NEAR);
    Contrast contrast = Contrast.ofRuns(old, steady("A.a", 7, 17, FAR));
    assertThat(contrast.verdict()).isEqualTo(Verdict.AMBIGUOUS);
    assertThat(contrast.why()).contains("in the same state");
    Contrast unknown = Contrast.ofRuns(old, steady("A.a", 7, 17, Double.NaN));
    assertThat(unknown.verdict()).isEqualTo(Verdict.AMBIGUOUS);
    assertThat(unknown.why()).contains("did not note the state");
  }

  /** Half of each run in either state, the new build a tenth slower: found within a state. */
  @Test
  void runsOfSeveralStatesAreComparedWithinOne() {
    List<List<Iteration>> old = new ArrayList<>();
    List<List<Iteration>> now = new ArrayList<>();
    for (int fork = 0; fork < 14; fork++) {
      double exchange = fork % 2 == 0 ? NEAR : FAR;
      double time = (fork % 2 == 0 ? 10 : 17) * (1 + 1e-3 * fork);
      old.add(List.of(iteration(time, exchange)));
      now.add(List.of(iteration(1.1 * time, exchange)));
    }
    Contrast contrast =
        Contrast.ofRuns(
            new Measurement("A.a", Map.of(), 1, old), new Measurement("A.a", Map.of(), 1, now));
    assertThat(contrast.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(contrast.ratio().value()).isCloseTo(1.1, within(1e-3));
    assertThat(contrast.ratio().forks()).isEqualTo(7);
  }

  /** Phases that come and go for both at once, 1.7 times as slow, do not hide a tenth. */
  @Test
  void turnsFindATenthThroughPhases() {
    List<List<Iteration>> old = new ArrayList<>();
    List<List<Iteration>> now = new ArrayList<>();
    Random random = new Random(1);
    for (int fork = 0; fork < 12; fork++) {
      List<Iteration> first = new ArrayList<>();
      List<Iteration> second = new ArrayList<>();
      for (int k = 0; k < ITERATIONS; k++) {
        double exchange = random.nextBoolean() ? NEAR : FAR;
        double time = (exchange == NEAR ? 10 : 17) * (1 + 0.02 * random.nextGaussian());
        // An iteration that the phase ended in, or that another program disturbed, says nothing.
        boolean torn = random.nextInt(5) == 0;
        first.add(iteration(time, exchange));
        second.add(iteration(torn ? 10 * time : 1.1 * time, torn ? 2e6 : exchange));
      }
      old.add(first);
      now.add(second);
    }
    Measurement before = new Measurement("A.a", Map.of(), 1, old);
    Measurement after = new Measurement("A.a", Map.of(), 1, now);
    Contrast contrast = Contrast.ofTurns(before, after);
    assertThat(contrast.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(contrast.ratio().value()).isCloseTo(1.1, within(0.02));
    assertThat(Contrast.ofTurns(after, before).verdict()).isEqualTo(Verdict.FASTER);
    assertThat(Contrast.ofTurns(before, before).verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void theExitCodeIsThatOfTheWorstVerdict() {
    Measurement old = steady("A.a", 7, 10, NEAR);
    Measurement other = steady("A.b", 7, 10, NEAR);
    Printed slower =
        print(
            Comparison.ofRuns(
                List.of(old, other, steady("A.gone", 7, 1, NEAR)),
                List.of(steady("A.a", 7, 20, NEAR), steady("A.b", 7, 10, FAR))));
    assertThat(slower.code()).isEqualTo(Comparison.SLOWER);
    assertThat(slower.text())
        .contains("slower", "2.000 [1.", "  a, d = 8\n", "0 faster, 1 slower, 0 same, 1 ambiguous")
        .doesNotContain("gone");
    Printed undecided = print(Comparison.ofRuns(List.of(old), List.of(steady("A.a", 2, 20, NEAR))));
    assertThat(undecided.code()).isEqualTo(Comparison.UNDECIDED);
    assertThat(undecided.text()).contains("2 forks, at least 5 are needed (-f 5)");
    assertThat(print(Comparison.ofRuns(List.of(old), List.of(old))).code()).isZero();
    Measurement six = steady("A.a", 6, 10, NEAR);
    assertThat(print(Comparison.ofTurns(List.of(six), List.of(six))).code())
        .isEqualTo(Comparison.UNDECIDED);
    assertThatThrownBy(() -> Comparison.ofRuns(List.of(old), List.of(other)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no benchmark");
  }

  /** The same build against itself a thousand times, in phases: false alarms are one in fifty. */
  @Test
  void theSameBuildIsSeldomCalledFasterOrSlower() {
    Random random = new Random(2);
    int alarms = 0;
    for (int trial = 0; trial < 1000; trial++) {
      Measurement before = noisy(random);
      alarms += Contrast.ofTurns(before, noisy(random)).verdict() == Verdict.SLOWER ? 1 : 0;
      Verdict runs = ofRuns(before, noisy(random));
      alarms += runs == Verdict.SLOWER || runs == Verdict.FASTER ? 1 : 0;
    }
    assertThat(alarms).isLessThan(60);
  }

  private static Measurement noisy(Random random) {
    double exchange = random.nextBoolean() ? NEAR : FAR;
    double phase = exchange == NEAR ? 1 : 1.7;
    return of("A.a", 8, fork -> phase * Math.exp(0.05 * random.nextGaussian()), exchange);
  }
}
