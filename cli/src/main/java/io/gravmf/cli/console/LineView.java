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

  LineView(LossTable table, int epochs, int firstEpoch, PrintWriter out) {
    this.table = table;
    this.epochs = epochs;
    this.out = out;
    lastRun = firstEpoch;
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
    long now = System.nanoTime();
    double rate = (run - lastRun) / Math.max(1e-9, (now - lastAt) * 1e-9);
    out.println(table.row(report) + (firstReport ? "" : speed(rate, epochs - run)));
    lastAt = now;
    lastRun = run;
  }

  private static String speed(double rate, int epochsLeft) {
    long left = Math.round(epochsLeft / rate);
    return String.format(Locale.ROOT, " %9.0f %3d:%02d", rate, left / 60, left % 60);
  }

  @Override
  public void say(String line) {
    out.println(line);
  }
}
