package io.gravmf.cuda.check;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.MemoryPlan;
import io.gravmf.cuda.epoch.Dimensions;
import io.gravmf.cuda.topn.TopNKernels;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Scores, exclusion and selection; the last two must be exact. */
final class TopNChecks {

  private record Sizes(int n, int m, int d, int count, int top) {}

  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(1, 1, 1, 1, 1),
          new Sizes(5, 64, 16, 3, 10),
          new Sizes(70, 65, 33, 66, 65),
          new Sizes(20, 300, 100, 9, 257),
          new Sizes(8, 1500, 8, 8, 2048));

  private final DeviceContext context;
  private final KernelModule module;
  private final Consumer<KernelCheck> results;
  private final UniformRandomProvider random =
      RandomSource.XO_SHI_RO_256_PP.create(CudaKernelChecks.SEED);

  TopNChecks(DeviceContext context, KernelModule module, Consumer<KernelCheck> results) {
    this.context = context;
    this.module = module;
    this.results = results;
  }

  void run() {
    SIZES.forEach(this::run);
  }

  private void run(Sizes sizes) {
    int ld = new Dimensions(sizes.n, sizes.m, sizes.d).ld();
    float[] factors = new float[(sizes.n + sizes.m) * ld];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = k % ld < sizes.d ? random.nextFloat() - 0.5f : 0;
    }
    int[] users = IntStream.generate(() -> random.nextInt(sizes.n)).limit(sizes.count).toArray();

    Buffers b = new Buffers(context, sizes, factors.length);
    DeviceMemory.upload(b.factors, factors);
    DeviceMemory.upload(b.users, users);
    TopNKernels kernels = new TopNKernels(module, new CUstream(), sizes.m);

    kernels.simpleScores(b.factors, b.users, b.scores, sizes.count, sizes.n, ld);
    report("scores_simple", sizes, scoresError(sizes, factors, users, ld, floats(b.scores, sizes)));
    kernels.scores(b.factors, b.users, b.scores, sizes.count, sizes.n, ld);
    report("scores", sizes, scoresError(sizes, factors, users, ld, floats(b.scores, sizes)));

    // Ties, both zeros and what is no number, for selection must order them all.
    float[] awkward = floats(b.scores, sizes);
    for (int k = 0; k < awkward.length; k++) {
      switch (random.nextInt(8)) {
        case 0 -> awkward[k] = Float.NaN;
        case 1 -> awkward[k] = 0.25f;
        case 2 -> awkward[k] = random.nextBoolean() ? 0f : -0f;
        default -> awkward[k] += 0;
      }
    }
    DeviceMemory.upload(b.scores, awkward);
    exclude(sizes, kernels, b, users, awkward);
    kernels.simpleBest(b.scores, b.items, b.values, sizes.count, sizes.top);
    exact("topn_simple", sizes, selectionErrors(sizes, awkward, b.items, b.values));
    kernels.best(b.scores, b.items, b.values, sizes.count, sizes.top);
    exact("topn", sizes, selectionErrors(sizes, awkward, b.items, b.values));
  }

  /** What one check needs on the device. */
  private static final class Buffers {

    final CUdeviceptr factors;
    final CUdeviceptr users;
    final CUdeviceptr scores;
    final CUdeviceptr items;
    final CUdeviceptr values;
    final CUdeviceptr rowBegin;
    final CUdeviceptr columns;

    Buffers(DeviceContext context, Sizes sizes, int factorCount) {
      MemoryPlan plan = new MemoryPlan();
      long factorsAt = plan.add(factorCount, Float.BYTES);
      long usersAt = plan.add(sizes.count, Integer.BYTES);
      long scoresAt = plan.add((long) sizes.count * sizes.m, Float.BYTES);
      long itemsAt = plan.add((long) sizes.count * sizes.top, Integer.BYTES);
      long valuesAt = plan.add((long) sizes.count * sizes.top, Float.BYTES);
      long rowBeginAt = plan.add(sizes.n + 1L, Long.BYTES);
      long columnsAt = plan.add((long) sizes.n * sizes.m, Integer.BYTES);
      DeviceMemory memory = new DeviceMemory(context, plan.size(), "the check of top-N");
      factors = memory.at(factorsAt);
      users = memory.at(usersAt);
      scores = memory.at(scoresAt);
      items = memory.at(itemsAt);
      values = memory.at(valuesAt);
      rowBegin = memory.at(rowBeginAt);
      columns = memory.at(columnsAt);
    }
  }

  private static float[] floats(CUdeviceptr scores, Sizes sizes) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    float[] values = new float[sizes.count * sizes.m];
    DeviceMemory.download(values, scores, values.length);
    return values;
  }

  private static RelativeError scoresError(
      Sizes sizes, float[] factors, int[] users, int ld, float[] found) {
    RelativeError error = new RelativeError();
    for (int k = 0; k < found.length; k++) {
      int user = users[k / sizes.m];
      int item = sizes.n + k % sizes.m;
      double expected = 0;
      for (int c = 0; c < sizes.d; c++) {
        expected += (double) factors[user * ld + c] * factors[item * ld + c];
      }
      error.add(found[k], expected);
    }
    return error;
  }

  /** Each user has rated every third item, from a place of its own on. */
  private void exclude(Sizes sizes, TopNKernels kernels, Buffers b, int[] users, float[] expected) {
    long[] rowBegin = new long[sizes.n + 1];
    int[] columns = new int[sizes.n * sizes.m];
    int entries = 0;
    for (int user = 0; user < sizes.n; user++) {
      for (int item = user % 3; item < sizes.m; item += 3) {
        columns[entries++] = item;
      }
      rowBegin[user + 1] = entries;
    }
    DeviceMemory.upload(b.rowBegin, rowBegin);
    DeviceMemory.upload(b.columns, columns);
    kernels.exclude(b.scores, b.users, b.rowBegin, b.columns, sizes.count);
    float[] found = floats(b.scores, sizes);
    int errors = 0;
    for (int k = 0; k < found.length; k++) {
      if (k % sizes.m % 3 == users[k / sizes.m] % 3) {
        expected[k] = Float.NEGATIVE_INFINITY;
      }
      errors += Float.compare(found[k], expected[k]) == 0 ? 0 : 1;
    }
    exact("exclude", sizes, errors);
  }

  private static int selectionErrors(
      Sizes sizes, float[] scores, CUdeviceptr items, CUdeviceptr values) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    int[] foundItems = new int[sizes.count * sizes.top];
    float[] foundValues = new float[foundItems.length];
    DeviceMemory.download(foundItems, items, foundItems.length);
    DeviceMemory.download(foundValues, values, foundItems.length);
    int errors = 0;
    for (int row = 0; row < sizes.count; row++) {
      int start = row * sizes.m;
      int[] order =
          IntStream.range(0, sizes.m)
              .filter(item -> scores[start + item] > Float.NEGATIVE_INFINITY)
              .boxed()
              // Adding 0 makes both zeros equal.
              .sorted(Comparator.comparing((Integer item) -> -(scores[start + item] + 0f)))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int place = 0; place < sizes.top; place++) {
        int item = place < order.length ? order[place] : -1;
        float value = item < 0 ? Float.NEGATIVE_INFINITY : scores[start + item];
        int at = row * sizes.top + place;
        errors += foundItems[at] == item && foundValues[at] == value ? 0 : 1;
      }
    }
    return errors;
  }

  private void report(String kernel, Sizes sizes, RelativeError error) {
    results.accept(
        new KernelCheck(
            kernel,
            sizes.count + " x " + sizes.m + ", d = " + sizes.d,
            error.value(),
            CudaKernelChecks.TOLERANCE));
  }

  private void exact(String kernel, Sizes sizes, int errors) {
    results.accept(
        new KernelCheck(
            kernel, sizes.count + " x " + sizes.m + ", the best " + sizes.top, errors, 0));
  }
}
