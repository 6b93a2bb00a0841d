package io.gravmf.bench.table;

import io.gravmf.bench.result.RmseCurve;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.ArrayList;
import java.util.List;

/** Seconds until the validation RMSE is as low as everybody gets it. */
final class RmseTable {

  /** Above the highest of the lowest RMSEs, so that nobody is timed on its last hundredth. */
  private static final double MARGIN = 1.002;

  private static final int DECIMALS = 4;

  private RmseTable() {}

  /** Returns the RMSE that all software reaches on some data. */
  static double goal(RunResults results, String data) {
    return MARGIN
        * results.curves().stream()
            .filter(curve -> curve.data().equals(data))
            .mapToDouble(RmseCurve::best)
            .max()
            .orElse(Double.NaN);
  }

  static Table of(RunResults results) {
    List<List<String>> rows = new ArrayList<>();
    for (RmseCurve curve : results.curves()) {
      double goal = goal(results, curve.data());
      rows.add(
          List.of(
              curve.who() + ", " + results.machine().label(curve.data()),
              curve.version(),
              curve.settings(),
              Numbers.fixed(curve.best(), DECIMALS),
              Numbers.fixed(goal, DECIMALS),
              Numbers.significant(curve.secondsTo(goal))));
    }
    return new Table(
        "rmse",
        "Time to a validation RMSE, from a cold start",
        Table.filtered("peers"),
        RunFolder.RMSE,
        List.of("software", "version", "settings", "lowest RMSE", "goal", "seconds to goal"),
        rows);
  }
}
