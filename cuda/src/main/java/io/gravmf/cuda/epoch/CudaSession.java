package io.gravmf.cuda.epoch;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.batch.Member;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.DeviceTimer;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.PinnedMemory;
import io.gravmf.cuda.driver.RecordedLosses;
import io.gravmf.objective.Optimizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Training on a GPU. A batch of epochs is queued as a whole: the schedule up, the epochs, the
 * losses down; the host waits once.
 */
public final class CudaSession implements Member {

  /**
   * From this d on, our update kernel reads the whole Gram matrix for every few rows, so that
   * cuBLAS, which reads it once for many, has to do less.
   */
  private static final int CUBLAS_FROM = 257;

  private static final long STEP_BYTES = 2L * Float.BYTES;

  private final Optimizer.AdamW optimizer;
  private final DeviceScope scope;
  private CUstream stream;
  private DeviceTimer timer;
  private DeviceProblem problem;
  private TrainingKernels kernels;
  private BaselineKernels baseline;
  private PinnedMemory schedule;
  private RecordedLosses recorded;
  private LauncherChoice launchers;

  /** What a batch of sessions queues; null where this one joins none. */
  private ForkedEpoch joined;

  private String path;
  private int epoch;
  private double deviceMilliseconds;

  /**
   * Opens a session.
   *
   * @throws BackendUnavailableException if the problem does not fit or the options do not go
   *     together
   */
  public CudaSession(
      DeviceScope scope, Problem given, Optimizer.AdamW optimizer, BackendOptions options) {
    this.scope = scope;
    this.optimizer = optimizer;
    epoch = given.start().epoch();
    scope.open(() -> open(given, options));
  }

  /**
   * Returns the bytes of device memory that a session of a group takes, which is never one of the
   * persistent kernel.
   *
   * @throws BackendUnavailableException if there are no kernels for it
   */
  public static long bytes(Problem given, BackendOptions options) {
    return DeviceProblem.bytes(given, needsProduct(given, options));
  }

  private static boolean needsProduct(Problem given, BackendOptions options) {
    return options.path() == EpochPath.SIMPLE
        || options.gravity() == Gravity.DENSE
        || wantsCublas(options, given.start().dim());
  }

  private void open(Problem given, BackendOptions options) {
    boolean withCublas = wantsCublas(options, given.start().dim());
    boolean dense = options.gravity() == Gravity.DENSE;
    requireTogether(options, dense || withCublas);
    KernelModule module = scope.kernels();
    boolean persistent =
        !(dense || withCublas || scope.isShared())
            && (options.path() == EpochPath.AUTO || options.path() == EpochPath.PERSISTENT);
    problem =
        new DeviceProblem(
            bytes -> scope.memory(bytes, "training"),
            given,
            needsProduct(given, options),
            persistent
                ? TrainingKernels.persistentBlocks(scope.device(), module, Dimensions.of(given))
                : 0);
    kernels =
        new TrainingKernels(
            module,
            problem,
            Scalars.of(
                given.objective(),
                optimizer,
                problem.size.n(),
                problem.size.m(),
                given.split().train().size()));
    baseline = new BaselineKernels(module, problem, kernels);
    stream = scope.stream();
    timer = new DeviceTimer(scope);
    schedule = scope.pinned(STEP_BYTES * DeviceProblem.MAX_BATCH);
    recorded = new RecordedLosses(scope, DeviceProblem.MAX_BATCH);
    // Uploads were queued on the default stream, for which this one does not wait.
    scope.waitForUploads();
    if (dense) {
      launchers = only(StreamLauncher.dense(kernels, baseline, problem, stream));
    } else if (withCublas) {
      Cublas blas = new Cublas(stream);
      scope.hold(blas::close);
      launchers = only(StreamLauncher.cublas(kernels, problem, blas, stream));
    } else if (scope.isShared()) {
      joined = new ForkedEpoch(scope, kernels);
      launchers = only(StreamLauncher.forked(joined, stream));
    } else {
      launchers = new LauncherChoice(launchers(options.path()));
    }
    path = launchers.current().name();
  }

  private static boolean wantsCublas(BackendOptions options, int d) {
    if (options.gravity() != Gravity.AUTO) {
      return options.gravity() == Gravity.CUBLAS;
    }
    return options.path() == EpochPath.AUTO && d >= CUBLAS_FROM && Cublas.problem() == null;
  }

  private static void requireTogether(BackendOptions options, boolean streamOnly) {
    if (streamOnly && options.path() != EpochPath.AUTO && options.path() != EpochPath.STREAM) {
      throw new BackendUnavailableException(
          "gravity "
              + options.gravity()
              + " runs by epoch path STREAM alone, found "
              + options.path());
    }
  }

  private static LauncherChoice only(EpochLauncher launcher) {
    return new LauncherChoice(List.of(launcher));
  }

  private List<EpochLauncher> launchers(EpochPath path) {
    boolean persistent = problem.persistentBlocks > 0;
    if (path == EpochPath.PERSISTENT && !persistent) {
      throw new BackendUnavailableException("epoch path PERSISTENT " + whyNotPersistent());
    }
    List<EpochLauncher> all = new ArrayList<>();
    switch (path) {
      case STREAM -> all.add(StreamLauncher.gram(kernels, stream));
      case SIMPLE -> all.add(StreamLauncher.simple(kernels, baseline, stream));
      case PERSISTENT -> all.add(new PersistentLauncher(kernels, stream));
      case GRAPH -> all.add(graphs());
      case AUTO -> {
        all.add(graphs());
        if (persistent) {
          all.add(new PersistentLauncher(kernels, stream));
        }
      }
    }
    return all;
  }

  private String whyNotPersistent() {
    if (!scope.device().cooperative()) {
      return "needs a device with cooperative launches";
    }
    if (!problem.size.hasPersistentKernel()) {
      return "is for d up to " + Dimensions.MAX_PERSISTENT_D + ", found " + problem.size.d();
    }
    return "has no place for a block on this device, or too many segments of rows";
  }

  private GraphLauncher graphs() {
    GraphLauncher graphs = new GraphLauncher(scope, kernels, stream);
    scope.hold(graphs::close);
    return graphs;
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public Loss[] run(int epochs, BooleanSupplier stop) {
    List<Loss> losses = new ArrayList<>(epochs);
    return scope.use(
        () -> {
          while (losses.size() < epochs && !stop.getAsBoolean()) {
            int wanted = Math.min(epochs - losses.size(), DeviceProblem.MAX_BATCH);
            runBatch(launchers.batch(wanted), losses);
          }
          return losses.toArray(Loss[]::new);
        });
  }

  private void runBatch(int epochs, List<Loss> losses) {
    EpochLauncher launcher = launchers.current();
    begin(stream, epochs, launcher.counterBeforeFirst());
    timer.begin(stream);
    launcher.launch(epochs);
    timer.end(stream);
    end(stream, epochs);
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    double milliseconds = timer.milliseconds();
    launchers.ran(epochs, milliseconds);
    // The choice is made by then: what is said is what most epochs will have.
    Collections.addAll(losses, take(epochs, milliseconds, launchers.current().name()));
  }

  @Override
  public int mostEpochs() {
    return joined == null ? 0 : DeviceProblem.MAX_BATCH;
  }

  @Override
  public void begin(CUstream on, int epochs) {
    begin(on, epochs, -1);
  }

  private void begin(CUstream on, int epochs, int counterBeforeFirst) {
    writeSchedule(epochs);
    check(
        JCudaDriver.cuMemcpyHtoDAsync(
            problem.schedule, schedule.pointer(), STEP_BYTES * epochs, on),
        "cuMemcpyHtoDAsync");
    check(
        JCudaDriver.cuMemsetD32Async(problem.counter, counterBeforeFirst, 1, on),
        "cuMemsetD32Async");
  }

  @Override
  public void queue(CUstream on) {
    joined.queue(on);
  }

  @Override
  public void end(CUstream on, int epochs) {
    recorded.fetch(on, problem.losses, epochs);
  }

  @Override
  public Loss[] take(int epochs, double milliseconds, String by) {
    deviceMilliseconds += milliseconds;
    epoch += epochs;
    path = by;
    return recorded.take(epochs);
  }

  private void writeSchedule(int epochs) {
    FloatBuffer steps = schedule.buffer().asFloatBuffer();
    for (int k = 1; k <= epochs; k++) {
      Scalars.writeStep(optimizer, epoch + k, steps);
    }
  }

  @Override
  public Loss validate() {
    return scope.use(
        () -> {
          kernels.gramPartial(stream);
          kernels.gramReduce(stream, false);
          kernels.validation(stream);
          recorded.fetch(stream, problem.validationLoss, 1);
          check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
          return recorded.take(1)[0];
        });
  }

  @Override
  public TrainingState state() {
    return scope.use(() -> problem.state(epoch));
  }

  @Override
  public Optional<DeviceTime> deviceTime() {
    return Optional.of(new DeviceTime(deviceMilliseconds * 1e-3, path));
  }

  @Override
  public void close() {
    scope.close();
  }
}
