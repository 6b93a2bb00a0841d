package io.gravmf.bench.work;

import io.gravmf.bench.result.DataShape;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.Measurement;
import io.gravmf.bench.result.RunResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How the cost of something grows with one quantity, all else being equal.
 *
 * @param id its name in file names
 * @param what of which the cost is
 * @param quantity what grows
 * @param points by ascending quantity
 */
public record Growth(String id, String what, String quantity, List<Point> points) {

  /**
   * A point.
   *
   * @param x the quantity
   * @param milliseconds the cost
   * @param flops the work, as it is counted
   * @param paddedFlops the same of rows that are padded to whole vectors
   * @param growingFlops of the padded work, the parts that grow with the quantity
   */
  public record Point(
      double x, double milliseconds, double flops, double paddedFlops, double growingFlops) {}

  private static final String RATINGS = "6040x3706x";

  /** Users and items of growing number at one count of ratings. */
  private static final String ROWS = "\\d+x\\d+x100000";

  /** Returns what a run shows of growth. */
  public static List<Growth> of(RunResults results) {
    String vector = "cpu-vector";
    String main = results.machine().mainData().name();
    List<Growth> all = new ArrayList<>();
    Predicate<Measurement> epoch = is("EpochBenchmark.epoch", vector);
    Predicate<Measurement> ratings = each -> each.param("data").startsWith(RATINGS);
    Predicate<Measurement> dims =
        each -> each.param("data").equals(main) && Integer.bitCount(each.intParam("dim")) == 1;
    Predicate<Measurement> rows =
        each -> each.param("data").matches(ROWS) && each.param("dim").equals("100");
    ToDoubleFunction<Measurement> count = each -> shape(each, results.machine()).train();
    ToDoubleFunction<Measurement> dim = each -> each.intParam("dim");
    ToDoubleFunction<Measurement> rowCount = each -> shape(each, results.machine()).rows();
    String n = "ratings (d = 32)";
    String m = "users and items (d = 100)";
    all.add(
        of(results, "ratings-sparse", "sparse kernel", n, kernel("sparse").and(ratings), count));
    all.add(
        of(
            results,
            "ratings-epoch",
            "epoch",
            n,
            fewestThreads(results, epoch.and(ratings)),
            count));
    for (String kernel : List.of("sparse", "gram", "multiply", "adamw")) {
      all.add(of(results, "d-" + kernel, kernel + " kernel", "d", kernel(kernel).and(dims), dim));
    }
    all.add(of(results, "d-epoch", "epoch", "d", fewestThreads(results, epoch.and(dims)), dim));
    for (String kernel : List.of("gram", "multiply")) {
      all.add(
          of(results, "rows-" + kernel, kernel + " kernel", m, kernel(kernel).and(rows), rowCount));
    }
    all.add(
        of(results, "rows-epoch", "epoch", m, fewestThreads(results, epoch.and(rows)), rowCount));
    return all.stream().filter(growth -> growth.points.size() > 2).toList();
  }

  /** Narrows epochs to those of one number of threads, the least that they were measured with. */
  private static Predicate<Measurement> fewestThreads(
      RunResults results, Predicate<Measurement> epochs) {
    int threads =
        results.measurements().stream().filter(epochs).mapToInt(Rates::threads).min().orElse(1);
    return epochs.and(each -> Rates.threads(each) == threads);
  }

  private static Predicate<Measurement> kernel(String method) {
    return is("CpuKernelBenchmark." + method, "cpu-vector");
  }

  private static Predicate<Measurement> is(String benchmark, String device) {
    return each -> each.benchmark().equals(benchmark) && each.param("device").equals(device);
  }

  private static DataShape shape(Measurement each, Machine machine) {
    return machine.shape(each.param("data"));
  }

  private static Growth of(
      RunResults results,
      String id,
      String what,
      String quantity,
      Predicate<Measurement> which,
      ToDoubleFunction<Measurement> x) {
    Machine machine = results.machine();
    List<Point> points = new ArrayList<>();
    for (Measurement each : results.measurements()) {
      if (which.test(each)) {
        int d = each.intParam("dim");
        int padded = (d + machine.lanes() - 1) / machine.lanes() * machine.lanes();
        String method = each.benchmark().substring(each.benchmark().indexOf('.') + 1);
        DataShape shape = shape(each, machine);
        double paddedFlops = flops(method, shape, padded);
        double sparse = method.equals("epoch") ? flops("sparse", shape, padded) : 0;
        points.add(
            new Point(
                x.applyAsDouble(each),
                each.milliseconds(),
                flops(method, shape, d),
                paddedFlops,
                switch (id) {
                  case "ratings-epoch" -> sparse;
                  case "rows-epoch" -> paddedFlops - sparse;
                  default -> paddedFlops;
                }));
      }
    }
    points.sort(Comparator.comparingDouble(Point::x));
    return new Growth(id, what, quantity, points);
  }

  private static double flops(String method, DataShape shape, int d) {
    return (method.equals("epoch") ? Work.epoch(shape, d) : Work.part(method, shape, d)).flops();
  }

  /** Returns the exponent of a power law through the points. */
  public double exponent(ToDoubleFunction<Point> y) {
    Slope slope = new Slope();
    points.forEach(point -> slope.add(point.x, y.applyAsDouble(point)));
    return slope.exponent();
  }
}
