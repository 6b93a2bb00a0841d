package io.gravmf.bench.table;

import io.gravmf.bench.result.RunFolder;
import io.gravmf.bench.result.RunResults;
import io.gravmf.bench.work.ConstantPlusWork;
import io.gravmf.bench.work.Growth;
import java.util.ArrayList;
import java.util.List;

/**
 * Exponents of growth, measured and predicted: the predicted ones are fitted in the same way to the
 * counted arithmetic at the same points, as it is, with rows padded to whole vectors, and with a
 * constant beside that ({@link ConstantPlusWork}). One thread.
 */
final class SlopeTable {

  private static final int DECIMALS = 2;

  private SlopeTable() {}

  static Table of(RunResults results) {
    List<List<String>> rows = new ArrayList<>();
    for (Growth growth : Growth.of(results)) {
      List<Growth.Point> points = growth.points();
      double measured = growth.exponent(Growth.Point::milliseconds);
      ConstantPlusWork law = ConstantPlusWork.fit(points);
      double predicted = growth.exponent(Growth.Point::flops);
      rows.add(
          List.of(
              growth.what() + " by " + growth.quantity(),
              Numbers.fixed(points.get(0).x(), 0)
                  + " to "
                  + Numbers.fixed(points.get(points.size() - 1).x(), 0),
              Numbers.fixed(measured, DECIMALS),
              Numbers.fixed(predicted, DECIMALS),
              Numbers.fixed(growth.exponent(Growth.Point::paddedFlops), DECIMALS),
              Numbers.fixed(measured - predicted, DECIMALS),
              Numbers.fixed(growth.exponent(law::at), DECIMALS),
              Numbers.fixed(measured - growth.exponent(law::at), DECIMALS),
              Numbers.percent(law.constant(), points.get(0).milliseconds()),
              Numbers.percent(law.misfit(points), 1)));
    }
    return new Table(
        "slopes",
        "Growth of cost: exponents",
        Table.filtered("EpochBenchmark|CpuKernelBenchmark"),
        RunFolder.JMH,
        List.of(
            "cost of",
            "range",
            "measured",
            "predicted",
            "predicted, padded",
            "difference",
            "constant + work",
            "difference to that",
            "constant of the first",
            "largest misfit"),
        rows);
  }
}
