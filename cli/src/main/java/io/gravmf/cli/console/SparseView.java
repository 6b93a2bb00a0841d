package io.gravmf.cli.console;

import io.gravmf.train.EpochReport;

/**
 * Shows some of the reports, where there are more than one wants to read: every so many epochs, and
 * the last.
 */
public final class SparseView implements ProgressView {

  private final ProgressView view;
  private final int every;
  private EpochReport skipped;

  /** Takes what shows them, and which: epochs 0, {@code every}, 2 {@code every}, ... */
  public SparseView(ProgressView view, int every) {
    this.view = view;
    this.every = every;
  }

  @Override
  public void report(EpochReport report) {
    boolean due = report.epoch() % every == 0;
    if (due) {
      view.report(report);
    }
    skipped = due ? null : report;
  }

  @Override
  public void advance(int epochsRun) {
    view.advance(epochsRun);
  }

  @Override
  public void say(String line) {
    view.say(line);
  }

  @Override
  public void close() {
    if (skipped != null) {
      view.report(skipped);
    }
    view.close();
  }
}
