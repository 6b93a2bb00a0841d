package io.gravmf.cuda.family;

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
import io.gravmf.cuda.driver.CapturedGraph;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.GuardedContext;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.PinnedMemory;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Optimizer;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Sweeps of any objective, or epochs of AdamW on one that is not the notebook's. A batch is queued
 * as a whole, step by step or as graphs of one step each; the host waits once, for the losses.
 */
public final class FamilySession implements TrainingSession {

  private static final long LOSS_BYTES = 3L * Double.BYTES;

  private final Problem given;
  private final GuardedContext guarded;
  private final CUstream stream = new CUstream();
  private final CUevent begun = new CUevent();
  private final CUevent ended = new CUevent();
  private FamilyProblem problem;
  private FamilyKernels kernels;
  private LostRows lost;
  private WeightedEpoch epochs;
  private Step step;
  private String path;
  private PinnedMemory recorded;
  private CapturedGraph graph;
  private int epoch;
  private double deviceMilliseconds;
  private long float64Rows;

  /**
   * Opens a session on a device, in a context of its own.
   *
   * @throws BackendUnavailableException if the problem does not fit, or the options ask for what
   *     only AdamW on the notebook's objective has
   */
  public FamilySession(CudaDevice device, Problem given, BackendOptions options) {
    this.given = given;
    epoch = given.start().epoch();
    requireKernels(given, options);
    guarded = new GuardedContext(device, this::giveBack);
    guarded.open(() -> open(device, options.path()));
  }

  private static void requireKernels(Problem given, BackendOptions options) {
    int d = given.start().dim();
    if (given.optimizer() instanceof Optimizer.LeastSquares && d > TileShape.MAX_D) {
      throw new BackendUnavailableException(
          "the CUDA kernels solve rows exactly for d up to "
              + TileShape.MAX_D
              + ", found "
              + d
              + ": --optimizer als-cg takes any");
    }
    String only = " is for AdamW on the notebook's objective alone";
    if (options.gravity() != Gravity.AUTO && options.gravity() != Gravity.GRAM) {
      throw new BackendUnavailableException("gravity " + options.gravity() + only);
    }
    if (options.path() == EpochPath.PERSISTENT) {
      throw new BackendUnavailableException("epoch path PERSISTENT" + only);
    }
  }

  private void open(CudaDevice device, EpochPath asked) {
    KernelModule module = new KernelModule(device);
    Layout layout = new Layout();
    problem = new FamilyProblem(layout, given);
    kernels = new FamilyKernels(module, problem);
    lost = new LostRows(layout, problem);
    RowSolver solver = null;
    if (given.optimizer() instanceof Optimizer.AdamW optimizer) {
      epochs = new WeightedEpoch(layout, module, kernels, problem, given, optimizer);
      step = epochs;
    } else {
      boolean simple = asked == EpochPath.SIMPLE;
      solver = RowSolver.of(layout, module, problem, given.optimizer(), lost, simple);
      step = new Sweep(problem, kernels, solver);
    }
    layout.allocate(guarded.context(), "training");
    problem.upload(given.start());
    lost.open();
    if (epochs != null) {
      epochs.upload(given.start());
    } else {
      solver.upload();
    }
    check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
    check(JCudaDriver.cuEventCreate(begun, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    check(JCudaDriver.cuEventCreate(ended, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    recorded = new PinnedMemory(LOSS_BYTES * FamilyProblem.MAX_BATCH);
    path = asked == EpochPath.AUTO ? "graph" : asked.name().toLowerCase(Locale.ROOT);
    // Uploads were queued on the default stream, for which this one does not wait.
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public Loss[] run(int steps, BooleanSupplier stop) {
    List<Loss> losses = new ArrayList<>(steps);
    return guarded.use(
        () -> {
          while (losses.size() < steps && !stop.getAsBoolean()) {
            runBatch(Math.min(steps - losses.size(), FamilyProblem.MAX_BATCH), losses);
          }
          return losses.toArray(Loss[]::new);
        });
  }

  private void runBatch(int count, List<Loss> losses) {
    check(
        JCudaDriver.cuMemsetD32Async(problem.counter.at(), step.counterBeforeFirst(), 1, stream),
        "cuMemsetD32Async");
    lost.clear(stream, count);
    check(JCudaDriver.cuEventRecord(begun, stream), "cuEventRecord");
    step.begin(stream, epoch, count);
    queue(count);
    check(JCudaDriver.cuEventRecord(ended, stream), "cuEventRecord");
    lost.fetch(stream, count);
    readLosses(problem.losses.at(), count, losses);
    float[] milliseconds = new float[1];
    check(JCudaDriver.cuEventElapsedTime(milliseconds, begun, ended), "cuEventElapsedTime");
    deviceMilliseconds += milliseconds[0];
    float64Rows += lost.sum(count);
    epoch += count;
  }

  /** Step by step; by a graph from the second step on, for the first has loaded the kernels. */
  private void queue(int count) {
    int left = count;
    while (left > 0 && (!path.equals("graph") || (graph == null && left == count))) {
      step.queue(stream);
      left--;
    }
    if (left > 0 && graph == null) {
      graph = new CapturedGraph(stream, () -> step.queue(stream));
    }
    for (; left > 0; left--) {
      graph.launch(stream);
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
          kernels.gram(stream, null);
          kernels.errors(stream, problem.held, null);
          kernels.objective(stream, problem.held, problem.heldLoss.at(), null, false);
          List<Loss> loss = new ArrayList<>(1);
          readLosses(problem.heldLoss.at(), 1, loss);
          return loss.get(0);
        });
  }

  @Override
  public TrainingState state() {
    return guarded.use(
        () -> new TrainingState(epoch, problem.size.d(), state(Side.USERS), state(Side.ITEMS)));
  }

  private TrainingState.Side state(Side side) {
    FloatMatrix factors = problem.factors.download(side);
    return epochs == null ? TrainingState.Side.initial(factors) : epochs.state(side, factors);
  }

  @Override
  public Optional<DeviceTime> deviceTime() {
    return Optional.of(new DeviceTime(deviceMilliseconds * 1e-3, path));
  }

  @Override
  public Optional<Retries> retries() {
    return given.optimizer() instanceof Optimizer.LeastSquares
        ? Optional.of(new Retries(float64Rows, 0))
        : Optional.empty();
  }

  private void giveBack() {
    if (graph != null) {
      graph.close();
    }
  }

  @Override
  public void close() {
    guarded.close();
  }
}
