package io.gravmf.cli.console;

import io.gravmf.train.EpochReport;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with epochs/s, time left and losses on the last line of a terminal; the reports above. */
final class BarView implements ProgressView {

  private static final int REFRESH_MILLIS = 200;

  private final LossTable table;
  private final LastLine lastLine;
  private final Pace pace;
  private final ProgressBar bar;
  private boolean headed;

  BarView(LossTable table, int epochs, int firstEpoch, int columns, PrintWriter out) {
    this.table = table;
    lastLine = new LastLine(columns - 1, out);
    pace = new Pace(firstEpoch, System::nanoTime);
    bar =
        new ProgressBarBuilder()
            .setEtaFunction(state -> pace.left(state.getMax()))
            .setTaskName("")
            .setInitialMax(epochs)
            .startsFrom(firstEpoch, Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .continuousUpdate()
            .showSpeed(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setConsumer(lastLine)
            .build();
  }

  @Override
  public void report(EpochReport report) {
    if (!headed) {
      lastLine.printAbove(table.header());
      headed = true;
    }
    lastLine.printAbove(table.row(report));
    bar.setExtraMessage(
        String.format(Locale.ROOT, " loss %.4f", report.train().total())
            + report
                .validation()
                .map(loss -> String.format(Locale.ROOT, ", %.4f", loss.total()))
                .orElse(""));
  }

  @Override
  public void advance(int epochsRun) {
    pace.done(epochsRun);
    bar.stepTo(epochsRun);
  }

  @Override
  public void say(String line) {
    lastLine.printAbove(line);
  }

  @Override
  public void close() {
    bar.close();
  }

  /** The last line of the terminal, which the bar's own thread redraws. */
  private static final class LastLine implements ProgressBarConsumer {

    private final int width;
    private final PrintWriter out;
    private String shown = "";

    LastLine(int width, PrintWriter out) {
      this.width = width;
      this.out = out;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public synchronized void accept(String text) {
      out.print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
      out.flush();
      shown = text;
    }

    synchronized void printAbove(String text) {
      String bar = shown;
      erase();
      out.println(text);
      accept(bar);
    }

    private void erase() {
      out.print("\r" + " ".repeat(shown.length()) + "\r");
      shown = "";
    }

    /** Removes the bar: what it said last is in the table. */
    @Override
    public synchronized void close() {
      erase();
      out.flush();
    }
  }
}
