package io.gravmf.cli.console;

import io.gravmf.train.EpochReport;
import java.io.PrintWriter;
import java.util.Locale;

/** A line for each report, with the speed since the last one and the time left. */
final class LineView implements ProgressView {

  private final LossTable table;
  private final int epochs;
  private final PrintWriter out;
  private boolean headed;
  private long lastAt = System.nanoTime();
  private int lastRun;
  private final Pace pace;

  LineView(LossTable table, int epochs, int firstEpoch, PrintWriter out) {
    this.table = table;
    this.epochs = epochs;
    this.out = out;
    lastRun = firstEpoch;
    pace = new Pace(firstEpoch, System::nanoTime);
  }

  @Override
  public void report(EpochReport report) {
    // The first epoch's speed says nothing of those to come: the JVM has compiled nothing yet.
    boolean firstReport = !headed;
    if (firstReport) {
      out.println(table.header() + "  " + table.optimizer().unit() + "s/s   left");
      headed = true;
    }
    int run = table.run(report);
    pace.done(run);
    long now = System.nanoTime();
    double rate = (run - lastRun) / Math.max(1e-9, (now - lastAt) * 1e-9);
    out.println(table.row(report) + (firstReport ? "" : speed(rate)));
    lastAt = now;
    lastRun = run;
  }

  private String speed(double rate) {
    String left =
        pace.left(epochs)
            .map(
                time ->
                    String.format(Locale.ROOT, " %3d:%02d", time.toMinutes(), time.toSecondsPart()))
            .orElse("");
    // Sweeps may be few a second, epochs are many.
    return String.format(Locale.ROOT, rate < 10 ? " %9.1f%s" : " %9.0f%s", rate, left);
  }

  @Override
  public void advance(int epochsRun) {
    pace.done(epochsRun);
  }

  @Override
  public void say(String line) {
    out.println(line);
  }
}
