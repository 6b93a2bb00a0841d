package io.gravmf.cli.notebook;

import io.gravmf.cli.report.Report.Fact;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Says of each of a number of steps what came of it, and how long it took. */
public final class StepLog {

  private final int steps;
  private final PrintWriter log;
  private final List<Fact> timings = new ArrayList<>();

  /** Takes how many steps there will be. */
  public StepLog(int steps, PrintWriter log) {
    this.steps = steps;
    this.log = log;
  }

  /**
   * Takes the next step.
   *
   * @param name its name
   * @param outcome says what came of it
   */
  public <T> T step(String name, Supplier<T> work, Function<T, String> outcome) {
    long began = System.nanoTime();
    T result = work.get();
    double seconds = (System.nanoTime() - began) * 1e-9;
    String number = timings.size() + 1 + "/" + steps;
    log.printf(Locale.ROOT, "%s %-9s %s (%.2f s)%n", number, name, outcome.apply(result), seconds);
    log.flush();
    timings.add(new Fact(name, String.format(Locale.ROOT, "%.2f s", seconds)));
    return result;
  }

  /** Returns how long each step took. */
  public List<Fact> timings() {
    return List.copyOf(timings);
  }
}
