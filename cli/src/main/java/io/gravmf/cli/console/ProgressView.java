package io.gravmf.cli.console;

import io.gravmf.train.EpochReport;
import io.gravmf.train.TrainingConfig;
import java.io.PrintWriter;

/** Shows how training goes on. */
public interface ProgressView extends AutoCloseable {

  /** Shows nothing. */
  ProgressView NONE = new ProgressView() {};

  /** Shows a report. */
  default void report(EpochReport report) {}

  /** Shows how many epochs have been run. */
  default void advance(int epochsRun) {}

  /** Shows a line of text. */
  default void say(String line) {}

  /** Ends the display, so that what is printed next stands by itself. */
  @Override
  default void close() {}

  /**
   * Chooses: a bar below a table on a terminal, whose width the launcher passes on; the table alone
   * elsewhere.
   */
  static ProgressView of(TrainingConfig config, int firstEpoch, PrintWriter out) {
    int columns = Integer.getInteger("gravmf.columns", 0);
    LossTable table = new LossTable(config.optimizer());
    return columns > 0
        ? new BarView(table, config.epochs(), firstEpoch, columns, out)
        : new LineView(table, config.epochs(), firstEpoch, out);
  }
}
