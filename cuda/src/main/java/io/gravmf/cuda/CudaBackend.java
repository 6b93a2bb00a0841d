package io.gravmf.cuda;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Problem;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.TrainingSession;
import io.gravmf.cuda.batch.DeviceGroup;
import io.gravmf.cuda.check.CudaKernelChecks;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.epoch.Cublas;
import io.gravmf.cuda.epoch.CudaSession;
import io.gravmf.cuda.family.FamilySession;
import io.gravmf.cuda.gibbs.GibbsSession;
import io.gravmf.objective.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One GPU. */
final class CudaBackend implements Backend {

  private final CudaDevice device;
  private final BackendOptions options;

  /**
   * Returns the backend of a device.
   *
   * @throws BackendUnavailableException if cuBLAS is asked for and cannot be used
   */
  static CudaBackend of(CudaDevice device, BackendOptions options) {
    if (options.gravity() == Gravity.CUBLAS && Cublas.problem() != null) {
      throw new BackendUnavailableException("cuBLAS cannot be used: " + Cublas.problem());
    }
    return new CudaBackend(device, options);
  }

  private CudaBackend(CudaDevice device, BackendOptions options) {
    this.device = device;
    this.options = options;
  }

  @Override
  public String name() {
    return "cuda:" + device.ordinal();
  }

  @Override
  public String description() {
    String cublas =
        options.gravity() == Gravity.AUTO && Cublas.problem() != null
            ? "; Gram matrices by its own kernels, for " + Cublas.problem()
            : "";
    return "GPU " + device.ordinal() + ", " + device.description() + cublas;
  }

  @Override
  public TrainingSession open(Problem problem) {
    return open(DeviceScope.own(device), problem);
  }

  private TrainingSession open(DeviceScope scope, Problem problem) {
    if (problem.optimizer() instanceof Optimizer.Gibbs sampler) {
      return new GibbsSession(scope, problem, sampler, options);
    }
    return problem.optimizer() instanceof Optimizer.AdamW optimizer
            && problem.objective().isNotebooks()
        ? new CudaSession(scope, problem, optimizer, options)
        : new FamilySession(scope, problem, options);
  }

  /** By graphs, so that other ways to run epochs have none. */
  @Override
  public Optional<SessionGroup> openGroup() {
    boolean byGraphs = options.path() == EpochPath.AUTO || options.path() == EpochPath.GRAPH;
    boolean byGram = options.gravity() == Gravity.AUTO || options.gravity() == Gravity.GRAM;
    return byGraphs && byGram
        ? Optional.of(new DeviceGroup(device, this::open, this::bytes))
        : Optional.empty();
  }

  private long bytes(Problem problem) {
    if (problem.optimizer() instanceof Optimizer.Gibbs sampler) {
      return GibbsSession.bytes(problem, sampler, options);
    }
    return problem.optimizer() instanceof Optimizer.AdamW && problem.objective().isNotebooks()
        ? CudaSession.bytes(problem, options)
        : FamilySession.bytes(problem, options);
  }

  @Override
  public Map<String, Supplier<Backend>> variants() {
    Map<String, Supplier<Backend>> variants = new LinkedHashMap<>();
    for (EpochPath path : EpochPath.values()) {
      variants.put("path " + lower(path), variant(Gravity.AUTO, path));
    }
    for (Gravity gravity : List.of(Gravity.DENSE, Gravity.CUBLAS)) {
      variants.put("gravity " + lower(gravity), variant(gravity, EpochPath.AUTO));
    }
    return variants;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Supplier<Backend> variant(Gravity gravity, EpochPath path) {
    BackendOptions asked = new BackendOptions(options.threads(), gravity, path);
    return () -> of(device, asked);
  }

  @Override
  public void checkKernels(Consumer<KernelCheck> results) {
    CudaKernelChecks.run(device, results);
  }
}
