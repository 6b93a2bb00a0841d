package io.gravmf.cli.console;

import io.gravmf.backend.Loss;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.EpochReport;
import java.util.Locale;

/**
 * The reports as a table that fits a terminal of 80 columns.
 *
 * @param optimizer whose epochs or sweeps are reported
 */
record LossTable(Optimizer optimizer) {

  /** Stands for a loss that there is not. */
  private static final String NONE = terms("-", "-", "-", "-");

  /** Returns the two lines above the columns. */
  String header() {
    return String.format(
        Locale.ROOT,
        "%6s  %-31s  %s%n%6s %s  %s",
        "",
        optimizer.isSweep() ? "train, after the sweep" : "train, before the update",
        optimizer.isSweep() ? " validation, likewise" : " validation, after it",
        optimizer.unit(),
        terms("mse", "l2", "gravity", "total"),
        terms("mse", "l2", "gravity", "total"));
  }

  /** Returns how many epochs or sweeps have been run where one is reported. */
  int run(EpochReport report) {
    return report.epoch() + 1 - optimizer.firstNumber();
  }

  String row(EpochReport report) {
    return String.format(
        Locale.ROOT,
        "%6d %s  %s",
        report.epoch(),
        terms(report.train()),
        report.validation().map(LossTable::terms).orElse(NONE));
  }

  private static String terms(Loss loss) {
    return terms(
        number(loss.mse()), number(loss.l2()), number(loss.gravity()), number(loss.total()));
  }

  private static String terms(String mse, String l2, String gravity, String total) {
    return String.format(Locale.ROOT, "%7s %7s %7s %7s", mse, l2, gravity, total);
  }

  /** Six digits, as many of them behind the point as there is room for. */
  private static String number(double value) {
    double size = Math.abs(value);
    String format =
        size < 10
            ? "%.5f"
            : size < 100 ? "%.4f" : size < 1000 ? "%.3f" : size < 1e5 ? "%.1f" : "%.1e";
    return String.format(Locale.ROOT, format, value);
  }
}
