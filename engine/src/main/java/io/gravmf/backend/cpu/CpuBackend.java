package io.gravmf.backend.cpu;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.objective.Optimizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The CPU with one of the two implementations of its inner loops. */
final class CpuBackend implements Backend {

  private final String name;
  private final String description;
  private final CpuKernels kernels;
  private final int threads;

  CpuBackend(String name, CpuKernels kernels, int threads, String hint) {
    this.name = name;
    this.kernels = kernels;
    this.threads = threads;
    description =
        "CPU, "
            + kernels.description()
            + ", "
            + threads
            + (threads == 1 ? " thread" : " threads")
            + hint;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public TrainingSession open(Problem problem) {
    requireFits(problem);
    if (problem.optimizer() instanceof Optimizer.AdamW optimizer) {
      return new CpuSession(problem, optimizer, kernels, threads);
    }
    if (problem.optimizer() instanceof Optimizer.Gibbs sampler) {
      return new GibbsSession(problem, sampler, kernels.solver(), threads);
    }
    return new SweepSession(problem, kernels.solver(), threads);
  }

  /** With one thread and with several, which give the same bits. */
  @Override
  public Map<String, Supplier<Backend>> variants() {
    int several = Math.max(2, threads);
    Map<String, Supplier<Backend>> variants = new LinkedHashMap<>();
    variants.put("1 thread", () -> new CpuBackend(name, kernels, 1, ""));
    variants.put(several + " threads", () -> new CpuBackend(name, kernels, several, ""));
    return variants;
  }

  @Override
  public void checkKernels(Consumer<KernelCheck> results) {
    new CpuKernelChecks(kernels, results).run();
  }

  /** Returns the bytes of residuals, means and predictions of features, and of the draws kept. */
  private long samplingBytes(Problem problem, int stride) {
    if (!(problem.optimizer() instanceof Optimizer.Gibbs sampler)) {
      return 0;
    }
    long rows = (long) problem.split().train().userCount() + problem.split().train().itemCount();
    // A draw is held by the session, and in the state and the model that are made of it.
    return rows * (4 * kernels.rowBytes(stride) + 12L * sampler.samples() * stride);
  }

  private void requireFits(Problem problem) {
    int stride = CpuSession.stride(CpuSession.columns(problem), kernels);
    long users = problem.split().train().userCount();
    long items = problem.split().train().itemCount();
    if (Math.max(users, items) * stride > CpuKernels.MAX_FLOATS) {
      throw new BackendUnavailableException(
          "factors of "
              + Math.max(users, items)
              + " rows of "
              + stride
              + " floats are more than a Java array can hold");
    }
    long ratings = problem.split().train().size();
    long validation = problem.split().validation().size();
    // Offsets, columns and positions of both groupings, targets, residuals, cross-references.
    long ratingBytes = 4 * (6 * ratings + 3 * validation + 4 * (users + items));
    // Of sweeps the factors and their rows in the dual form's basis; of epochs the factors, both
    // moments, and the users' next factors.
    long rows = problem.optimizer().isSweep() ? 2 * (users + items) : 4 * users + 3 * items;
    long factorBytes = kernels.rowBytes(stride) * rows;
    long gramBytes = GramMatrix.bytes((int) users, stride) + GramMatrix.bytes((int) items, stride);
    long needed = ratingBytes + factorBytes + gramBytes + samplingBytes(problem, stride);
    long limit = Runtime.getRuntime().maxMemory();
    if (needed > limit) {
      throw new BackendUnavailableException(
          String.format(
              Locale.ROOT,
              "training needs %,d MB of heap, the JVM may use %,d MB (raise it with -Xmx)",
              needed >> 20,
              limit >> 20));
    }
  }
}
