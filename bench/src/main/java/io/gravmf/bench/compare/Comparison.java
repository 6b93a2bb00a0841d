package io.gravmf.bench.compare;

import io.gravmf.bench.result.Measurement;
import io.gravmf.data.InvalidInputException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** A new build's times against an old one's, and a verdict on each benchmark. */
public final class Comparison {

  /** Exit code where a benchmark is slower. */
  public static final int SLOWER = 3;

  /** Exit code where none is slower, but of some it cannot be told. */
  public static final int UNDECIDED = 4;

  private final List<Contrast> contrasts;

  private Comparison(List<Contrast> contrasts) {
    this.contrasts = contrasts;
  }

  /**
   * Compares runs whose forks took turns.
   *
   * @throws InvalidInputException if they have no benchmark in common
   */
  public static Comparison ofTurns(List<Measurement> before, List<Measurement> after) {
    return new Comparison(common(before, after, Contrast::ofTurns));
  }

  /**
   * Compares runs of different times.
   *
   * @throws InvalidInputException if they have no benchmark in common
   */
  public static Comparison ofRuns(List<Measurement> before, List<Measurement> after) {
    return new Comparison(common(before, after, Contrast::ofRuns));
  }

  private static List<Contrast> common(
      List<Measurement> before,
      List<Measurement> after,
      BiFunction<Measurement, Measurement, Contrast> contrast) {
    Map<String, Measurement> old = new LinkedHashMap<>();
    before.forEach(each -> old.put(each.key(), each));
    List<Contrast> contrasts = new ArrayList<>();
    for (Measurement each : after) {
      if (old.containsKey(each.key())) {
        contrasts.add(contrast.apply(old.get(each.key()), each));
      }
    }
    if (contrasts.isEmpty()) {
      throw new InvalidInputException(
          "the two runs have no benchmark with the same parameters in common");
    }
    return contrasts;
  }

  /**
   * Prints a line for each benchmark that both have.
   *
   * @return the exit code: 0, {@link #SLOWER} or {@link #UNDECIDED}
   */
  public int print(PrintWriter out) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    out.printf("%-9s %9s %9s   new / old, 98 %% interval%n", "", "old, ms", "new, ms");
    for (Contrast each : contrasts) {
      counts.merge(each.verdict(), 1, Integer::sum);
      out.printf(
          Locale.ROOT,
          "%-9s %9.3f %9.3f   %s  %s%n",
          each.verdict(),
          each.before().milliseconds(),
          each.after().milliseconds(),
          interval(each.ratio()),
          each.after().label() + (each.why().isEmpty() ? "" : ": " + each.why()));
    }
    List<String> words = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      words.add(counts.getOrDefault(verdict, 0) + " " + verdict);
    }
    out.println(contrasts.size() + " benchmarks compared: " + String.join(", ", words));
    return counts.containsKey(Verdict.SLOWER)
        ? SLOWER
        : counts.containsKey(Verdict.AMBIGUOUS) ? UNDECIDED : 0;
  }

  private static String interval(Ratio ratio) {
    return ratio.forks() == 0
        ? "-"
        : ratio.low() == 0
            ? String.format(Locale.ROOT, "%.3f", ratio.value())
            : String.format(
                Locale.ROOT, "%.3f [%.3f, %.3f]", ratio.value(), ratio.low(), ratio.high());
  }
}
