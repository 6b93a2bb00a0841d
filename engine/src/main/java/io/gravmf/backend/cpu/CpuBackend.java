package io.gravmf.backend.cpu;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.HeapMemory;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Problem;
import io.gravmf.backend.ProblemSize;
import io.gravmf.backend.TrainingSession;
import io.gravmf.objective.Optimizer;
import java.util.LinkedHashMap;
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

  @Override
  public long heapBytes(ProblemSize size) {
    return new CpuMemory(kernels, size, threads).bytes();
  }

  private void requireFits(Problem problem) {
    ProblemSize size =
        ProblemSize.of(
            problem.split(), problem.start().dim(), problem.objective(), problem.optimizer());
    CpuMemory memory = new CpuMemory(kernels, size, threads);
    long rows = Math.max(size.users(), size.items());
    if (rows * memory.stride() > CpuKernels.MAX_FLOATS) {
      throw new BackendUnavailableException(
          "factors of "
              + rows
              + " rows of "
              + memory.stride()
              + " floats are more than a Java array can hold");
    }
    HeapMemory.require(memory.bytes());
  }
}
