package io.gravmf.bench.report;

import io.gravmf.bench.chart.LineChart;
import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.ObjectiveCurve;
import io.gravmf.bench.result.PeerResult;
import io.gravmf.bench.result.RmseCurve;
import io.gravmf.bench.result.RunResults;
import io.gravmf.bench.table.EpochTable;
import io.gravmf.bench.table.ThreadTable;
import io.gravmf.bench.work.ConstantPlusWork;
import io.gravmf.bench.work.Growth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The pictures of a run, by file name. */
final class Pictures {

  private Pictures() {}

  static Map<String, String> of(RunResults results) {
    Map<String, LineChart> charts = new LinkedHashMap<>();
    charts.put("epoch.svg", epoch(results));
    charts.put("threads.svg", threads(results));
    for (Growth growth : Growth.of(results)) {
      if (growth.what().equals("epoch") || growth.id().endsWith("sparse")) {
        charts.put("growth-" + growth.id() + ".svg", growth(growth));
      }
    }
    charts.put("gravity.svg", gravity(results));
    results.curves().stream()
        .map(RmseCurve::data)
        .distinct()
        .forEach(data -> charts.put("rmse-" + data + ".svg", rmse(results, data)));
    results.objectives().stream()
        .map(ObjectiveCurve::data)
        .distinct()
        .forEach(data -> charts.put("objective-" + data + ".svg", objective(results, data)));
    Map<String, String> files = new LinkedHashMap<>();
    charts.forEach(
        (name, chart) -> {
          if (!chart.isEmpty()) {
            files.put(name, chart.svg());
          }
        });
    return files;
  }

  private static LineChart epoch(RunResults results) {
    String data = results.machine().mainData().source();
    LineChart chart = new LineChart("An epoch, " + data, "d", "milliseconds", true, true);
    for (String device : List.of("cuda", "cpu-vector", "cpu-plain")) {
      chart.add(
          device,
          false,
          byDim(
              results,
              dim -> EpochTable.engine(results, device, dim).map(Measurement::milliseconds)));
    }
    for (String device : List.of("cuda", "cpu")) {
      for (String form : List.of("dense", "")) {
        chart.add(
            (form.isEmpty() ? "best PyTorch, " : "PyTorch dense, ") + device,
            false,
            byDim(
                results,
                dim -> EpochTable.pytorch(results, form, device, dim).map(PeerResult::ms)));
      }
    }
    return chart;
  }

  private static List<double[]> byDim(
      RunResults results, Function<Integer, Optional<Double>> time) {
    List<double[]> points = new ArrayList<>();
    for (int dim : EpochTable.dims(results)) {
      time.apply(dim).ifPresent(ms -> points.add(new double[] {dim, ms}));
    }
    return points;
  }

  private static LineChart threads(RunResults results) {
    LineChart chart = new LineChart("Speed-up by threads", "threads", "times", false, false);
    for (int dim : EpochTable.dims(results)) {
      var times = ThreadTable.byThreads(results, "cpu-vector", dim);
      if (times.size() > 1 && times.firstKey() == 1) {
        chart.add(
            "cpu-vector, d = " + dim,
            false,
            times.entrySet().stream()
                .map(each -> new double[] {each.getKey(), times.get(1) / each.getValue()})
                .toList());
      }
    }
    if (!chart.isEmpty()) {
      double most = results.machine().processors();
      chart.add("a thread each", true, List.of(new double[] {1, 1}, new double[] {most, most}));
    }
    return chart;
  }

  /** The prediction goes through the last point, where fixed costs weigh least. */
  private static LineChart growth(Growth growth) {
    LineChart chart =
        new LineChart(
            "Cost of the " + growth.what() + " by " + growth.quantity(),
            growth.quantity(),
            "milliseconds",
            true,
            true);
    List<Growth.Point> points = growth.points();
    Growth.Point last = points.get(points.size() - 1);
    chart.add(
        "measured",
        false,
        points.stream().map(point -> new double[] {point.x(), point.milliseconds()}).toList());
    chart.add(
        "counted arithmetic",
        true,
        points.stream()
            .map(
                point ->
                    new double[] {point.x(), last.milliseconds() * point.flops() / last.flops()})
            .toList());
    ConstantPlusWork law = ConstantPlusWork.fit(points);
    chart.add(
        "constant + work",
        true,
        points.stream().map(point -> new double[] {point.x(), law.at(point)}).toList());
    return chart;
  }

  private static LineChart gravity(RunResults results) {
    LineChart chart =
        new LineChart(
            "The gradient of gravity, d = 100, one thread",
            "users × items",
            "milliseconds",
            true,
            true);
    for (String way : List.of("dense", "gram")) {
      chart.add(
          way,
          false,
          results
              .all("GravityBenchmark." + way, Map.of())
              .map(
                  each ->
                      new double[] {
                        (double) each.intParam("users") * each.intParam("items"),
                        each.milliseconds()
                      })
              .toList());
    }
    return chart;
  }

  private static LineChart rmse(RunResults results, String data) {
    LineChart chart =
        new LineChart(
            "Validation RMSE by time, " + results.machine().label(data),
            "seconds of training",
            "RMSE",
            true,
            true);
    for (RmseCurve curve : results.curves()) {
      if (curve.data().equals(data)) {
        chart.add(
            curve.who(),
            false,
            IntStream.range(0, curve.rmse().size())
                .mapToObj(k -> new double[] {curve.seconds().get(k), curve.rmse().get(k)})
                .toList());
      }
    }
    return chart;
  }

  /** What is left to the lowest value of all, which itself a logarithmic axis has no place for. */
  private static LineChart objective(RunResults results, String data) {
    List<ObjectiveCurve> curves =
        results.objectives().stream().filter(curve -> curve.data().equals(data)).toList();
    double lowest = curves.stream().mapToDouble(ObjectiveCurve::lowest).min().orElse(0);
    LineChart chart =
        new LineChart(
            String.format(
                Locale.ROOT,
                "The objective above %.5f by time, %s",
                lowest,
                results.machine().label(data)),
            "seconds of training",
            "objective above the lowest",
            true,
            true);
    for (ObjectiveCurve curve : curves) {
      chart.add(
          curve.who(),
          false,
          IntStream.range(0, curve.total().size())
              .filter(k -> curve.total().get(k) > lowest)
              .mapToObj(k -> new double[] {curve.seconds().get(k), curve.total().get(k) - lowest})
              .toList());
    }
    return chart;
  }
}
