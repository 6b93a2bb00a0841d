package io.gravmf.cuda.epoch;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.GuardedContext;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.PinnedMemory;
import io.gravmf.objective.Optimizer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Training on a GPU. A batch of epochs is queued as a whole: the schedule up, the epochs, the
 * losses down; the host waits once.
 */
public final class CudaSession implements TrainingSession {

  /**
   * From this d on, our update kernel reads the whole Gram matrix for every few rows, so that
   * cuBLAS, which reads it once for many, has to do less.
   */
  private static final int CUBLAS_FROM = 257;

  private static final long LOSS_BYTES = 3L * Double.BYTES;
  private static final long STEP_BYTES = 2L * Float.BYTES;

  private final Optimizer.AdamW optimizer;
  private final GuardedContext guarded;
  private final CUstream stream = new CUstream();
  private final CUevent begun = new CUevent();
  private final CUevent ended = new CUevent();
  private DeviceProblem problem;
  private TrainingKernels kernels;
  private BaselineKernels baseline;
  private PinnedMemory schedule;
  private PinnedMemory recorded;
  private Cublas blas;
  private LauncherChoice launchers;
  private int epoch;
  private double deviceMilliseconds;

  /**
   * Opens a session on a device, in a context of its own.
   *
   * @throws BackendUnavailableException if the problem does not fit or the options do not go
   *     together
   */
  public CudaSession(
      CudaDevice device, Problem given, Optimizer.AdamW optimizer, BackendOptions options) {
    this.optimizer = optimizer;
    epoch = given.start().epoch();
    guarded = new GuardedContext(device, this::giveBack);
    guarded.open(() -> open(device, given, options));
  }

  private void open(CudaDevice device, Problem given, BackendOptions options) {
    int d = given.start().dim();
    boolean simple = options.path() == EpochPath.SIMPLE;
    boolean withCublas = wantsCublas(options, d);
    boolean dense = options.gravity() == Gravity.DENSE;
    requireTogether(options, dense || withCublas);
    KernelModule module = new KernelModule(device);
    problem = new DeviceProblem(guarded.context(), given, simple || withCublas || dense);
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
    check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
    check(JCudaDriver.cuEventCreate(begun, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    check(JCudaDriver.cuEventCreate(ended, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    schedule = new PinnedMemory(STEP_BYTES * DeviceProblem.MAX_BATCH);
    recorded = new PinnedMemory(LOSS_BYTES * DeviceProblem.MAX_BATCH);
    // Uploads were queued on the default stream, for which this one does not wait.
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    if (withCublas) {
      blas = new Cublas(stream);
    }
    if (dense) {
      launchers = only(StreamLauncher.dense(kernels, baseline, problem, stream));
    } else if (withCublas) {
      launchers = only(StreamLauncher.cublas(kernels, problem, blas, stream));
    } else {
      launchers = new LauncherChoice(launchers(device, options.path()));
    }
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

  private List<EpochLauncher> launchers(CudaDevice device, EpochPath path) {
    boolean persistent = device.cooperative() && problem.size.hasPersistentKernel();
    if (path == EpochPath.PERSISTENT && !persistent) {
      throw new BackendUnavailableException(
          device.cooperative()
              ? "epoch path PERSISTENT is for d up to 256, found " + problem.size.d()
              : "epoch path PERSISTENT needs a device with cooperative launches");
    }
    List<EpochLauncher> all = new ArrayList<>();
    switch (path) {
      case STREAM -> all.add(StreamLauncher.gram(kernels, stream));
      case SIMPLE -> all.add(StreamLauncher.simple(kernels, baseline, stream));
      case PERSISTENT -> all.add(new PersistentLauncher(kernels, stream));
      case GRAPH -> all.add(new GraphLauncher(kernels, stream));
      case AUTO -> {
        all.add(new GraphLauncher(kernels, stream));
        if (persistent) {
          all.add(new PersistentLauncher(kernels, stream));
        }
      }
    }
    return all;
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public Loss[] run(int epochs, BooleanSupplier stop) {
    List<Loss> losses = new ArrayList<>(epochs);
    return guarded.use(
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
    writeSchedule(epochs);
    check(
        JCudaDriver.cuMemcpyHtoDAsync(
            problem.schedule, schedule.pointer(), STEP_BYTES * epochs, stream),
        "cuMemcpyHtoDAsync");
    check(
        JCudaDriver.cuMemsetD32Async(problem.counter, launcher.counterBeforeFirst(), 1, stream),
        "cuMemsetD32Async");
    check(JCudaDriver.cuEventRecord(begun, stream), "cuEventRecord");
    launcher.launch(epochs);
    check(JCudaDriver.cuEventRecord(ended, stream), "cuEventRecord");
    readLosses(problem.losses, epochs, losses);
    float[] milliseconds = new float[1];
    check(JCudaDriver.cuEventElapsedTime(milliseconds, begun, ended), "cuEventElapsedTime");
    deviceMilliseconds += milliseconds[0];
    launchers.ran(epochs, milliseconds[0]);
    epoch += epochs;
  }

  private void writeSchedule(int epochs) {
    FloatBuffer steps = schedule.buffer().asFloatBuffer();
    for (int k = 1; k <= epochs; k++) {
      Scalars.writeStep(optimizer, epoch + k, steps);
    }
  }

  /** Waits for all that is queued. */
  private void readLosses(CUdeviceptr from, int count, List<Loss> losses) {
    check(
        JCudaDriver.cuMemcpyDtoHAsync(recorded.pointer(), from, LOSS_BYTES * count, stream),
        "cuMemcpyDtoHAsync");
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    DoubleBuffer values = recorded.buffer().asDoubleBuffer();
    for (int k = 0; k < count; k++) {
      losses.add(new Loss(values.get(), values.get(), values.get()));
    }
  }

  @Override
  public Loss validate() {
    return guarded.use(
        () -> {
          kernels.gramPartial(stream);
          kernels.gramReduce(stream, false);
          kernels.validation(stream);
          List<Loss> loss = new ArrayList<>(1);
          readLosses(problem.validationLoss, 1, loss);
          return loss.get(0);
        });
  }

  @Override
  public TrainingState state() {
    return guarded.use(() -> problem.state(epoch));
  }

  @Override
  public Optional<DeviceTime> deviceTime() {
    return Optional.of(new DeviceTime(deviceMilliseconds * 1e-3, launchers.current().name()));
  }

  @Override
  public void close() {
    guarded.close();
  }

  private void giveBack() {
    try {
      if (launchers != null) {
        launchers.close();
      }
    } finally {
      if (blas != null) {
        blas.close();
      }
    }
  }
}
