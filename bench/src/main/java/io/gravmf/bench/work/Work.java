package io.gravmf.bench.work;

import io.gravmf.bench.measure.FmaBenchmark;
import io.gravmf.bench.result.DataShape;
import io.gravmf.bench.result.Machine;
import io.gravmf.bench.result.Measurement;
import java.util.Map;
import java.util.Optional;

/**
 * What an operation has to do, counted from the algorithm for d factors, n + m rows and N ratings.
 * Padding, and what an implementation does twice, is not counted.
 *
 * @param ratings ratings (of files: lines; of top-N: scores) that it treats
 * @param flops additions and multiplications
 * @param bytes that have to pass between the processor and its caches or memory: rows once for
 *     every rating that refers to them, the rest once
 * @param workingSet bytes of all that it touches
 */
record Work(double ratings, double flops, double bytes, double workingSet) {

  private static final double FLOAT = Float.BYTES;

  /** Operations of AdamW on one parameter, the root and the division among them. */
  private static final int ADAMW_FLOPS = 14;

  /** AdamW reads the parameter, its moments and the gradient; it writes all but the last. */
  private static final int ADAMW_ACCESSES = 7;

  /** By user: column, target, residual; by item: column, place, residual. */
  private static final int INDEX_ACCESSES = 6;

  private static final Map<String, String> CUDA_PARTS =
      Map.of(
          "sparse", "sparse",
          "sparse-simple", "sparse",
          "gram", "gram",
          "gram-simple", "gram",
          "product-simple", "multiply",
          "adamw", "adamw",
          "adamw-simple", "adamw");

  /** Returns the work of a benchmark's operation, where it is counted. */
  static Optional<Work> of(Measurement result, Machine machine) {
    String name = result.benchmark();
    String method = name.substring(name.indexOf('.') + 1);
    return switch (name.substring(0, name.indexOf('.'))) {
      case "FmaBenchmark" -> Optional.of(new Work(0, FmaBenchmark.FLOPS, 0, 0));
      case "TriadBenchmark" -> {
        double bytes = 1024.0 * result.intParam("kib");
        yield Optional.of(new Work(0, bytes / 6, bytes, bytes));
      }
      case "EpochBenchmark", "CudaEpochBenchmark" ->
          Optional.of(epoch(shape(result, machine), result.intParam("dim")));
      case "CpuKernelBenchmark" ->
          Optional.of(part(method, shape(result, machine), result.intParam("dim")));
      case "CudaKernelBenchmark" ->
          Optional.ofNullable(CUDA_PARTS.get(result.param("kernel")))
              .map(part -> part(part, shape(result, machine), result.intParam("dim")));
      case "GravityBenchmark" ->
          Optional.of(
              gravity(
                  method.equals("dense"),
                  result.intParam("users"),
                  result.intParam("items"),
                  result.intParam("dim")));
      case "SweepBenchmark" -> Optional.of(sweep(shape(result, machine), result));
      case "LoadBenchmark" -> {
        double lines = shape(result, machine).ratings();
        yield Optional.of(new Work(lines, 0, 0, 0));
      }
      case "TopNBenchmark" -> {
        DataShape shape = shape(result, machine);
        double scores = (double) shape.users() * shape.items();
        yield Optional.of(new Work(scores, 2 * scores * result.intParam("dim"), 0, 0));
      }
      default -> Optional.empty();
    };
  }

  /** Conjugate gradients are not counted: most of their time they wait for rows. */
  private static Work sweep(DataShape shape, Measurement result) {
    boolean counted = result.param("optimizer").equals("als") && shape.sweepFlops() != null;
    double flops = counted ? shape.sweepFlops().getOrDefault(result.intParam("dim"), 0.0) : 0;
    return new Work(shape.ratings(), flops, 0, 0);
  }

  private static DataShape shape(Measurement result, Machine machine) {
    return machine.shape(result.param("data"));
  }

  /** Returns the work of a whole epoch. */
  static Work epoch(DataShape shape, int d) {
    Work sparse = part("sparse", shape, d);
    Work gram = part("gram", shape, d);
    Work multiply = part("multiply", shape, d);
    Work adamw = part("adamw", shape, d);
    return new Work(
        shape.train(),
        sparse.flops + gram.flops + multiply.flops + adamw.flops,
        sparse.bytes + gram.bytes + multiply.bytes + adamw.bytes,
        sparse.workingSet + adamw.workingSet);
  }

  /** Returns the work of a part of an epoch, for both sides. */
  static Work part(String part, DataShape shape, int d) {
    double size = (double) shape.rows() * d;
    double entries = shape.train();
    double indices = INDEX_ACCESSES * FLOAT * entries;
    return switch (part) {
      // A dot product by user, and a weighted row by user and by item.
      case "sparse" ->
          new Work(
              entries, 6 * entries * d, indices + 2 * FLOAT * entries * d, indices + FLOAT * size);
      // Half of a symmetric matrix and its diagonal.
      case "gram" -> new Work(entries, size * (d + 1), FLOAT * size, FLOAT * size);
      case "multiply" -> new Work(entries, 2 * size * d, 2 * FLOAT * size, 2 * FLOAT * size);
      case "adamw" ->
          new Work(
              entries,
              ADAMW_FLOPS * size,
              ADAMW_ACCESSES * FLOAT * size,
              ADAMW_ACCESSES * FLOAT * size);
      default -> throw new IllegalArgumentException("an epoch has no part '" + part + "'");
    };
  }

  private static Work gravity(boolean dense, double n, double m, double d) {
    double size = (n + m) * d;
    // Dense: the products, and from them the gradients of both sides.
    double flops = dense ? 6 * n * m * d : size * (d + 1) + 2 * size * d;
    return new Work(0, flops, (dense ? 2 : 3) * FLOAT * size, 2 * FLOAT * size);
  }
}
