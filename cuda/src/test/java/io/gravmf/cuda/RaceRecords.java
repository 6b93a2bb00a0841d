package io.gravmf.cuda;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Problem;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.cuda.check.CudaKernelChecks;
import io.gravmf.cuda.driver.CudaDevices;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.MemoryPlan;
import io.gravmf.cuda.topn.TopNKernels;
import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * What is written down for the search for races: small problems that cross each boundary, by every
 * way to run them.
 */
final class RaceRecords {

  /** Two, so that blocks that meet are more than one. */
  private static final int MULTIPROCESSORS = 2;

  private static final Objective WEIGHTS = Objective.ofWeights(0.1, 0.1);

  /** More epochs than the larger graph has, so that both are launched. */
  private static final int MORE_THAN_A_GRAPH = 33;

  static final Problem TINY = RandomProblems.of(5, 7, 40, 3, WEIGHTS, 1);

  /** Users of two segments each; Gram matrices of several chunks and tiles. */
  static final Problem SEGMENTS = RandomProblems.of(2, 700, 1300, 37, WEIGHTS, 2);

  /** The kernels that these two problems launch. */
  static final String EPOCH_WIDTHS = "16 64";

  private RaceRecords() {}

  /** A record for each way to run epochs; returns them by the name of the path. */
  static Path epochs(Path folder, EpochPath path) {
    return record(
        folder.resolve("epochs-" + path),
        () -> {
          Training.of(Training.by(path), TINY, path == EpochPath.GRAPH ? MORE_THAN_A_GRAPH : 2);
          Training.of(Training.by(path), SEGMENTS, 2);
        });
  }

  /** Models side by side: their first epochs, a larger graph and single ones, one that leaves. */
  static Path group(Path folder) {
    return record(
        folder.resolve("group"),
        () -> {
          try (SessionGroup group =
                  Training.backend(Training.by(EpochPath.GRAPH)).openGroup().orElseThrow();
              TrainingSession first = group.open(TINY);
              TrainingSession second = group.open(SEGMENTS);
              TrainingSession third = group.open(TINY)) {
            group.run(List.of(first, second, third), 11);
            group.run(List.of(third, second), 1);
            first.validate();
            second.state();
          }
        });
  }

  /** One epoch and nothing else. */
  static Path oneEpoch(Path folder, EpochPath path, int multiprocessors, Problem problem) {
    return record(
        folder.resolve("epoch-" + path + "-" + problem.start().dim()),
        multiprocessors,
        () -> {
          try (TrainingSession session = Training.backend(Training.by(path)).open(problem)) {
            session.run(1, () -> false);
          }
        });
  }

  /** Every width that kernels are built for, and gravity over all pairs. */
  static Path widths(Path folder) {
    return record(
        folder.resolve("widths"),
        () -> {
          for (int d : new int[] {20, 100, 200, 400, 900}) {
            Problem problem = RandomProblems.of(4, 6, 16, d, WEIGHTS, 3);
            Training.of(Training.by(Gravity.DENSE), problem, 1);
            if (d <= 256) {
              Training.of(Training.by(EpochPath.PERSISTENT), problem, 1);
            }
          }
          Training.of(Training.by(Gravity.DENSE), TINY, 1);
          Training.of(Training.by(Gravity.DENSE), SEGMENTS, 1);
        });
  }

  /** The family: rows solved exactly and by conjugate gradients, and AdamW with all parts. */
  static Path family(Path folder) {
    return record(
        folder.resolve("family"),
        () -> {
          Objective every = Training.objectives().get(4);
          for (int d : new int[] {9, 20, 50, 100}) {
            Problem notebook = RandomProblems.of(3, 5, 12, d, WEIGHTS, 4);
            for (Optimizer optimizer : optimizers()) {
              run(notebook, every, optimizer, EpochPath.STREAM);
            }
          }
          for (int d : new int[] {200, 400, 900}) {
            Problem wide = RandomProblems.of(2, 3, 5, d, WEIGHTS, 4);
            run(wide, every, new Optimizer.ConjugateGradients(2), EpochPath.STREAM);
            run(wide, every, Optimizer.AdamW.NOTEBOOK, EpochPath.STREAM);
          }
          // Rows of several parts.
          for (int d : new int[] {5, 100, 200}) {
            Problem parts = RandomProblems.of(1, 320, 520, d, WEIGHTS, 5);
            run(parts, every, new Optimizer.LeastSquares(), EpochPath.STREAM);
          }
          for (Optimizer optimizer : optimizers()) {
            run(TINY, every, optimizer, EpochPath.GRAPH);
            run(TINY, every, optimizer, EpochPath.SIMPLE);
          }
        });
  }

  /** Rows drawn by tiles of each width, long ones and short ones, and by the plain kernel. */
  static Path sampling(Path folder) {
    return record(
        folder.resolve("sampling"),
        () -> {
          for (int d : new int[] {3, 70, 130}) {
            Training.of(
                Training.by(EpochPath.STREAM), CudaGibbsTest.problem(1, 260, 330, d, 2, 6), 2);
          }
          Training.of(Training.by(EpochPath.SIMPLE), CudaGibbsTest.problem(3, 4, 20, 3, 0, 6), 2);
        });
  }

  /** Exact t-SNE of several tiles of points, and top-N. */
  static Path queries(Path folder) {
    return record(
        folder.resolve("queries"),
        () -> {
          FloatMatrix points = FloatMatrix.zeros(140, 3);
          for (int k = 0; k < points.values().length; k++) {
            points.values()[k] = (k * 37 % 101) * 0.01f;
          }
          TsneConfig config =
              TsneConfig.builder()
                  .iterations(2)
                  .explorationIterations(1)
                  .method(TsneConfig.Method.EXACT)
                  .device("cuda")
                  .build();
          Tsne.embed(points, config, TsneListener.NONE);
          try (DeviceContext context = new DeviceContext(CudaDevices.named("cuda"))) {
            context.within(
                () -> {
                  topN(context, 3, 300, 5, 9);
                  topN(context, 2, 70, 7, 65);
                  return null;
                });
          }
        });
  }

  /** Scores all items for all users, leaves some out and selects the best. */
  private static void topN(DeviceContext context, int n, int m, int d, int top) {
    int ld = (d + 3) / 4 * 4;
    MemoryPlan plan = new MemoryPlan();
    long factorsAt = plan.add((long) (n + m) * ld, Float.BYTES);
    long usersAt = plan.add(n, Integer.BYTES);
    long scoresAt = plan.add((long) n * m, Float.BYTES);
    long itemsAt = plan.add((long) n * top, Integer.BYTES);
    long valuesAt = plan.add((long) n * top, Float.BYTES);
    long rowBeginAt = plan.add(n + 1L, Long.BYTES);
    long columnsAt = plan.add(n, Integer.BYTES);
    DeviceMemory memory = new DeviceMemory(context, plan.size(), "top-N");
    float[] factors = new float[(n + m) * ld];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = k % ld < d ? (k * 53 % 97) * 0.01f : 0;
    }
    DeviceMemory.upload(memory.at(factorsAt), factors);
    DeviceMemory.upload(memory.at(usersAt), IntStream.range(0, n).toArray());
    DeviceMemory.upload(memory.at(rowBeginAt), LongStream.rangeClosed(0, n).toArray());
    DeviceMemory.upload(memory.at(columnsAt), IntStream.range(0, n).toArray());
    CUstream stream = new CUstream();
    TopNKernels kernels = new TopNKernels(new KernelModule(CudaDevices.named("cuda")), stream, m);
    CUdeviceptr scores = memory.at(scoresAt);
    kernels.simpleScores(memory.at(factorsAt), memory.at(usersAt), scores, n, n, ld);
    kernels.scores(memory.at(factorsAt), memory.at(usersAt), scores, n, n, ld);
    kernels.exclude(scores, memory.at(usersAt), memory.at(rowBeginAt), memory.at(columnsAt), n);
    kernels.simpleBest(scores, memory.at(itemsAt), memory.at(valuesAt), n, top);
    kernels.best(scores, memory.at(itemsAt), memory.at(valuesAt), n, top);
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
  }

  /** What the self-test does: every kernel, of every width, on shapes that take minutes. */
  static Path selfTest(Path folder) {
    return record(
        folder.resolve("selftest"),
        () -> CudaKernelChecks.run(CudaDevices.named("cuda"), check -> {}));
  }

  private static List<Optimizer> optimizers() {
    return List.of(
        new Optimizer.LeastSquares(),
        new Optimizer.ConjugateGradients(2),
        Optimizer.AdamW.NOTEBOOK);
  }

  private static void run(
      Problem problem, Objective objective, Optimizer optimizer, EpochPath path) {
    Training.of(
        Training.by(path),
        new Problem(problem.split(), objective, optimizer, problem.start().withBiases()),
        2);
  }

  private static Path record(Path file, Runnable work) {
    return record(file, MULTIPROCESSORS, work);
  }

  private static Path record(Path file, int multiprocessors, Runnable work) {
    EmulatedDriver.set("sms", multiprocessors);
    EmulatedDriver.record(file);
    work.run();
    EmulatedDriver.reset();
    return file;
  }
}
