package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.result.LeftOut;
import java.util.ArrayList;
import java.util.List;

/**
 * Which benchmarks make up a run, in the order in which they run, and which cannot be part of it.
 */
final class Suite {

  static final String EPOCH = "EpochBenchmark.epoch";
  static final String SWEEP = "SweepBenchmark.sweep";
  private static final List<Integer> DIMS = List.of(8, 16, 32, 64, 100, 128, 256);
  private static final List<String> KERNELS = List.of("sparse", "gram", "multiply", "adamw");
  private static final List<String> FORMS =
      List.of("ML_100K", "ML_1M", "CSV", "CSV_GZIP", "CSV_ZIP");

  private static final List<String> OPTIMIZERS = List.of("als", "als-cg");

  /** Those of the other software's published figures, and the notebook's. */
  static final List<Integer> SWEEP_DIMS = List.of(32, 64, 100, 128);

  /** Sweeps that a GPU is asked for at once. */
  private static final int SWEEPS_OF_BATCH = 20;

  /** What other software's sweeps are measured on beside the main data. */
  static final String LARGE = "ml-1m";

  /** Of those. */
  static final List<Integer> LARGE_DIMS = List.of(64, 128);

  /** KiB of a thread's arrays: in the second-level cache, in the third, in memory. */
  private static final List<Integer> TRIADS = List.of(768, 12288, 393216);

  /** Notebook's. */
  private static final int DIM = 100;

  /** The least machine that ML-32M's shape is tried on. */
  private static final int GIB_FOR_32M = 16;

  private final Circumstances here;
  private final boolean full;
  private final int threads;
  private final List<Case> cases = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  Suite(Circumstances here, boolean full) {
    this.here = here;
    this.full = full;
    threads = here.processors();
    ceilings();
    epochs();
    sweeps();
    kernels();
    largeShapes();
    growth();
    gravity();
    models();
    cuda();
    if (!full) {
      leave("most sizes, thread counts and formats; ML-10M and ML-32M", "they are for --full");
    }
  }

  List<Case> cases() {
    return cases;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  private void leave(String what, String why) {
    leftOut.add(new LeftOut(what, why));
  }

  private Effort effort(Effort ofFull) {
    return full ? ofFull : Effort.QUICK;
  }

  private void add(String benchmark, Effort effort, Object... params) {
    cases.add(Case.of(benchmark, effort, params));
  }

  private void ceilings() {
    for (int calls : threads == 1 ? List.of(1) : List.of(1, threads)) {
      if (here.noVector() == null) {
        cases.add(Case.of("FmaBenchmark.fma", effort(Effort.SHORT)).calledBy(calls));
      }
      for (int kib : TRIADS) {
        cases.add(
            Case.of("TriadBenchmark.triad", effort(Effort.SHORT), "kib", kib).calledBy(calls));
      }
    }
    if (here.noVector() != null) {
      leave("cpu-vector and the arithmetic ceiling", here.noVector());
    }
  }

  private void epochs() {
    for (String device : here.cpuDevices()) {
      boolean first = device.equals(here.cpuDevices().get(0));
      for (int dim : full ? DIMS : first ? List.of(16, DIM, 256) : List.of(DIM)) {
        for (int count : full || (first && dim == DIM) ? here.threadCounts() : List.of(threads)) {
          epoch(device, here.mainData(), dim, count, effort(first ? Effort.CAREFUL : Effort.SHORT));
        }
      }
    }
    if (!here.mainData().equals(BenchData.SAMPLE)) {
      epoch(here.cpuDevices().get(0), BenchData.SAMPLE, DIM, threads, effort(Effort.SHORT));
    }
  }

  private void epoch(String device, String data, int dim, int count, Effort effort) {
    add(EPOCH, effort, "device", device, "data", data, "dim", dim, "threads", count);
  }

  private void sweeps() {
    for (String device : here.cpuDevices()) {
      boolean first = device.equals(here.cpuDevices().get(0));
      for (String optimizer : OPTIMIZERS) {
        for (int dim : full && first ? SWEEP_DIMS : List.of(DIM)) {
          for (int count : full && first ? here.threadCounts() : List.of(threads)) {
            Effort effort = effort(Effort.SHORT);
            sweep(device, here.mainData(), dim, optimizer, count, "explicit", 1, effort);
          }
        }
      }
    }
    String device = here.cpuDevices().get(0);
    Effort effort = Effort.SHORT.withSetup(3);
    for (int dim : full ? LARGE_DIMS : List.<Integer>of()) {
      sweep(device, LARGE, dim, "als", threads, "explicit", 1, effort);
      sweep(device, LARGE, dim, "als-cg", threads, "explicit", 1, effort);
      sweep(device, LARGE, dim, "als", threads, "implicit", 1, effort);
    }
  }

  private void sweep(
      String device,
      String data,
      int dim,
      String optimizer,
      int count,
      String feedback,
      int sweeps,
      Effort effort) {
    add(
        SWEEP,
        effort,
        "device",
        device,
        "data",
        data,
        "dim",
        dim,
        "optimizer",
        optimizer,
        "threads",
        count,
        "feedback",
        feedback,
        "sweeps",
        sweeps);
  }

  private void kernels() {
    for (String device : here.cpuDevices()) {
      boolean first = device.equals(here.cpuDevices().get(0));
      if (!full && !first) {
        continue;
      }
      for (String kernel : KERNELS) {
        for (int dim : full && first ? DIMS : List.of(DIM)) {
          add(
              "CpuKernelBenchmark." + kernel,
              effort(Effort.SHORT),
              "device",
              device,
              "data",
              here.mainData(),
              "dim",
              dim);
        }
      }
    }
  }

  private void largeShapes() {
    String device = here.cpuDevices().get(0);
    epoch(device, "ml-1m", DIM, threads, effort(Effort.SHORT).withSetup(3));
    if (!full) {
      return;
    }
    epoch(device, "ml-1m", 16, threads, Effort.SHORT.withSetup(3));
    epoch(device, "ml-10m", 16, threads, Effort.SHORT.withSetup(14));
    epoch(device, "ml-10m", DIM, threads, Effort.SHORT.withSetup(14));
    if (here.memoryGib() < GIB_FOR_32M) {
      leave("ML-32M", "it needs " + GIB_FOR_32M + " GiB of memory, here are " + here.memoryGib());
    } else {
      epoch(device, "ml-32m", 16, threads, Effort.LONG.withSetup(45));
    }
  }

  /** Ratings times ten, three times; users and items times two, three times; one thread. */
  private void growth() {
    if (!full) {
      return;
    }
    String device = here.cpuDevices().get(0);
    for (int ratings = 10_000; ratings <= 10_000_000; ratings *= 10) {
      String data = "6040x3706x" + ratings;
      Effort effort = Effort.SHORT.withSetup(1 + 1.2e-6 * ratings);
      epoch(device, data, 32, 1, effort);
      add("CpuKernelBenchmark.sparse", effort, "device", device, "data", data, "dim", 32);
    }
    for (int times = 1; times <= 8; times *= 2) {
      String data = 943 * times + "x" + 1682 * times + "x100000";
      epoch(device, data, DIM, 1, Effort.SHORT);
      for (String kernel : List.of("gram", "multiply")) {
        add(
            "CpuKernelBenchmark." + kernel,
            Effort.SHORT,
            "device",
            device,
            "data",
            data,
            "dim",
            DIM);
      }
    }
  }

  private void gravity() {
    for (int times = 1; times <= (full ? 4 : 1); times *= 2) {
      for (String way : List.of("dense", "gram")) {
        add(
            "GravityBenchmark." + way,
            effort(Effort.SHORT),
            "device",
            here.cpuDevices().get(0),
            "users",
            943 * times,
            "items",
            1682 * times,
            "dim",
            DIM);
      }
    }
  }

  private void models() {
    String loaded = full ? "ml-1m" : BenchData.SAMPLE;
    for (String form : full ? FORMS : List.of("ML_100K", "CSV")) {
      add("LoadBenchmark.read", effort(Effort.SHORT).withSetup(2), "form", form, "data", loaded);
    }
    for (String way : List.of("save", "load")) {
      add("ModelFilesBenchmark." + way, effort(Effort.SHORT), "data", loaded, "dim", DIM);
    }
    for (String data : full ? List.of(here.mainData(), "ml-1m") : List.of(here.mainData())) {
      for (int count : full ? here.threadCounts() : List.of(threads)) {
        add("TopNBenchmark.best", effort(Effort.SHORT), "data", data, "dim", DIM, "threads", count);
      }
    }
    Effort once = new Effort(1, full ? 1 : 0, 1, full ? 2 : 1, 1, 6);
    for (String method : full ? List.of("BARNES_HUT", "EXACT") : List.of("EXACT")) {
      add(
          "TsneBenchmark.embed",
          once,
          "data",
          here.mainData(),
          "dim",
          DIM,
          "method",
          method,
          "threads",
          threads);
    }
  }

  private void cuda() {
    if (here.noCuda() != null) {
      leave("cuda", here.noCuda());
      return;
    }
    for (int dim : full ? DIMS : List.of(16, DIM)) {
      cudaEpoch(here.mainData(), dim, "AUTO", "AUTO");
    }
    List<String> paths = List.of("GRAPH", "PERSISTENT", "STREAM", "SIMPLE");
    for (String path : full ? paths : List.<String>of()) {
      cudaEpoch(here.mainData(), DIM, "AUTO", path);
    }
    for (String data : full ? List.of("ml-1m", "ml-10m", "ml-32m") : List.of("ml-1m")) {
      cudaEpoch(data, DIM, "AUTO", "AUTO");
    }
    cudaEpoch(here.mainData(), DIM, "DENSE", "AUTO");
    for (String optimizer : OPTIMIZERS) {
      for (int dim : full ? SWEEP_DIMS : List.of(DIM)) {
        cudaSweeps(here.mainData(), dim, optimizer);
      }
      for (int dim : full ? LARGE_DIMS : List.<Integer>of()) {
        cudaSweeps(LARGE, dim, optimizer);
      }
    }
    boolean cublas = here.cudaKernels().stream().anyMatch(kernel -> kernel.startsWith("cublas"));
    if (cublas) {
      cudaEpoch(here.mainData(), DIM, "CUBLAS", "AUTO");
    } else {
      leave("JCublas", "cuBLAS does not load; gravmf train --gravity cublas says why");
    }
    for (String kernel : here.cudaKernels()) {
      for (String data : full ? List.of(here.mainData(), "ml-1m") : List.of(here.mainData())) {
        add(
            "CudaKernelBenchmark.launches",
            effort(Effort.SHORT),
            "device",
            here.gpu(),
            "kernel",
            kernel,
            "data",
            data,
            "dim",
            DIM);
      }
    }
  }

  private void cudaSweeps(String data, int dim, String optimizer) {
    Effort effort = effort(Effort.SHORT);
    sweep(here.gpu(), data, dim, optimizer, 1, "explicit", SWEEPS_OF_BATCH, effort);
  }

  private void cudaEpoch(String data, int dim, String gravity, String path) {
    add(
        "CudaEpochBenchmark.epochs",
        effort(Effort.SHORT),
        "device",
        here.gpu(),
        "data",
        data,
        "dim",
        dim,
        "gravity",
        gravity,
        "path",
        path);
  }
}
