package io.gravmf.cli.console;

import io.gravmf.backend.Loss;
import io.gravmf.train.EpochReport;
import java.util.Locale;

/** The reports as a table that fits a terminal of 80 columns. */
final class LossTable {

  /** The two lines above the columns. */
  static final String HEADER =
      String.format(
          Locale.ROOT,
          "%6s  %-31s  %s%n%6s %s  %s",
          "",
          "train, before the update",
          " validation, after it",
          "epoch",
          terms("mse", "l2", "gravity", "total"),
          terms("mse", "l2", "gravity", "total"));

  private LossTable() {}

  static String row(EpochReport report) {
    return String.format(
        Locale.ROOT,
        "%6d %s  %s",
        report.epoch(),
        terms(report.train()),
        terms(report.validation()));
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
