package io.gravmf.bench.table;

import io.gravmf.bench.result.ObjectiveCurve;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import java.util.ArrayList;
import java.util.List;

/**
 * Seconds until the objective is as low as the first optimiser, AdamW, leaves it, which does not
 * end at its lowest.
 */
final class ObjectiveTable {

  private static final int DECIMALS = 5;

  private ObjectiveTable() {}

  static Table of(RunResults results) {
    List<List<String>> rows = new ArrayList<>();
    for (ObjectiveCurve curve : results.objectives()) {
      double goal =
          results.objectives().stream()
              .filter(other -> other.data().equals(curve.data()))
              .mapToDouble(ObjectiveCurve::last)
              .findFirst()
              .orElse(Double.NaN);
      int reached = curve.firstAt(goal);
      int last = curve.steps().size() - 1;
      rows.add(
          List.of(
              curve.who() + ", " + results.machine().label(curve.data()),
              String.valueOf(curve.steps().get(last)),
              Numbers.significant(curve.seconds().get(last)),
              Numbers.fixed(curve.lowest(), DECIMALS),
              Numbers.fixed(curve.last(), DECIMALS),
              reached < 0 ? "" : String.valueOf(curve.steps().get(reached)),
              reached < 0 ? "" : Numbers.significant(curve.seconds().get(reached))));
    }
    return new Table(
        "objective",
        "The objective by time, from the same factors",
        Table.filtered("peers objective"),
        RunFolder.OBJECTIVE,
        List.of(
            "optimiser",
            "epochs or sweeps",
            "seconds",
            "lowest objective",
            "last",
            "as low as AdamW's last after",
            "seconds to that"),
        rows);
  }
}
