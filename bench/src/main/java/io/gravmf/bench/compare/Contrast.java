package io.gravmf.bench.compare;

import io.gravmf.bench.result.Iteration;
import io.gravmf.bench.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A benchmark that two builds have in common. The forks are what is compared: the iterations of one
 * JVM share its just-in-time compilation and its memory's layout, and are no independent samples.
 *
 * @param before the old build's
 * @param after the new build's
 * @param statesMatter whether they ran at different times, so that only a note of the machine's
 *     state tells a slower machine from a slower build
 * @param ratio new over old
 */
record Contrast(Measurement before, Measurement after, boolean statesMatter, Ratio ratio) {

  /** The least that an interval of {@link Ratio#ALPHA} can be had of. */
  private static final int NEEDED_OF_RUNS = 5;

  private static final int NEEDED_OF_TURNS = 7;

  private static final int MEDIAN = 50;

  /**
   * Compares forks that took turns, the first with the first and so on: the median ratio of
   * neighbouring iterations that found the machine in the same state is a pair's value.
   */
  static Contrast ofTurns(Measurement before, Measurement after) {
    List<Double> pairs = new ArrayList<>();
    for (int fork = 0; fork < Math.min(before.forks().size(), after.forks().size()); fork++) {
      List<Iteration> old = before.forks().get(fork);
      List<Iteration> now = after.forks().get(fork);
      DoubleStream.Builder ratios = DoubleStream.builder();
      for (int k = 0; k < Math.min(old.size(), now.size()); k++) {
        if (MachineState.of(old.get(k)).with(MachineState.of(now.get(k))).isSteady()) {
          ratios.add(Math.log(now.get(k).best() / old.get(k).best()));
        }
      }
      double[] all = ratios.build().toArray();
      if (all.length > 0) {
        pairs.add(StatUtils.percentile(all, MEDIAN));
      }
    }
    return new Contrast(
        before,
        after,
        false,
        pairs.isEmpty()
            ? Ratio.NONE
            : Ratio.of(Ranks.ofPairs(array(pairs), Ratio.ALPHA), pairs.size()));
  }

  /**
   * Compares the forks of two runs by the medians of iterations that found the machine in one
   * state: the one in which both runs have the most forks.
   */
  static Contrast ofRuns(Measurement before, Measurement after) {
    Ratio best = Ratio.NONE;
    for (MachineState state : Stream.concat(states(before), states(after)).toList()) {
      double[] old = medians(before, state);
      double[] now = medians(after, state);
      int forks = Math.min(old.length, now.length);
      if (forks > best.forks()) {
        best = Ratio.of(Ranks.ofSamples(old, now, Ratio.ALPHA), forks);
      }
    }
    return new Contrast(before, after, true, best);
  }

  private static Stream<MachineState> states(Measurement result) {
    return result.forks().stream().flatMap(List::stream).map(MachineState::of);
  }

  /** Returns the logarithms of the forks' medians in a state, of those that were in it. */
  private static double[] medians(Measurement result, MachineState state) {
    return result.forks().stream()
        .map(
            fork ->
                fork.stream()
                    .filter(each -> state.reaches(MachineState.of(each)))
                    .mapToDouble(each -> Math.log(each.best()))
                    .toArray())
        .filter(times -> times.length > 0)
        .mapToDouble(times -> StatUtils.percentile(times, MEDIAN))
        .toArray();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Returns the verdict. Runs of different times have none without knowledge of the states; and with
   * it, they differ by some percent also where the build is the same.
   */
  Verdict verdict() {
    return statesMatter && !knowsStates() ? Verdict.AMBIGUOUS : Verdict.of(ratio, statesMatter ? Verdict.ALIKE : 0);
  }

  /** Returns why it is ambiguous, or an empty string. */
  String why() {
    if (verdict() != Verdict.AMBIGUOUS) {
      return "";
    }
    if (statesMatter && !knowsStates()) {
      return "one of the runs did not note the state of the machine";
    }
    int fewest = Math.min(before.forks().size(), after.forks().size());
    int needed = statesMatter ? NEEDED_OF_RUNS : NEEDED_OF_TURNS;
    if (fewest < needed) {
      return fewest + " forks, at least " + needed + " are needed (-f " + needed + ")";
    }
    return ratio.low() > 0
        ? "the interval is too wide; more forks (-f) narrow it"
        : "only "
            + ratio.forks()
            + " forks of each had the machine in the same state (--against JAR, or measure again)";
  }

  private boolean knowsStates() {
    return Stream.of(before, after)
        .flatMap(result -> result.forks().stream().flatMap(List::stream))
        .noneMatch(each -> Double.isNaN(each.exchangeBefore()));
  }
}
