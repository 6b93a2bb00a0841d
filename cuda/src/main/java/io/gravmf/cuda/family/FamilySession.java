package io.gravmf.cuda.family;

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
import io.gravmf.cuda.driver.CapturedGraph;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.DeviceTimer;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.RecordedLosses;
import io.gravmf.cuda.rows.LostRows;
import io.gravmf.cuda.rows.Side;
import io.gravmf.cuda.rows.TileShape;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Sweeps of any objective, or epochs of AdamW on one that is not the notebook's. A batch is queued
 * as a whole, step by step or as graphs of one step each; the host waits once, for the losses.
 */
public final class FamilySession implements Member {

  private final Problem given;
  private final DeviceScope scope;
  private Parts parts;
  private FamilyProblem problem;
  private FamilyKernels kernels;
  private LostRows lost;
  private CUstream stream;
  private DeviceTimer timer;
  private String path;
  private RecordedLosses recorded;
  private CapturedGraph graph;
  private int epoch;
  private double deviceMilliseconds;
  private long float64Rows;

  /**
   * Opens a session.
   *
   * @throws BackendUnavailableException if the problem does not fit, or the options ask for what
   *     only AdamW on the notebook's objective has
   */
  public FamilySession(DeviceScope scope, Problem given, BackendOptions options) {
    this.scope = scope;
    this.given = given;
    epoch = given.start().epoch();
    requireKernels(given, options);
    scope.open(() -> open(options.path()));
  }

  /**
   * Returns the bytes of device memory that a session takes.
   *
   * @throws BackendUnavailableException as the constructor, but for a lack of memory
   */
  public static long bytes(Problem given, BackendOptions options) {
    requireKernels(given, options);
    Layout layout = new Layout();
    new Parts(layout, null, given, options.path() == EpochPath.SIMPLE);
    return layout.size();
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

  private void open(EpochPath asked) {
    Layout layout = new Layout();
    parts = new Parts(layout, scope.kernels(), given, asked == EpochPath.SIMPLE);
    problem = parts.problem;
    kernels = parts.kernels;
    lost = parts.lost;
    layout.allocate(scope, "training");
    parts.upload(scope, given.start());
    stream = scope.stream();
    timer = new DeviceTimer(scope);
    recorded = new RecordedLosses(scope, FamilyProblem.MAX_BATCH);
    path = asked == EpochPath.AUTO ? "graph" : asked.name().toLowerCase(Locale.ROOT);
    if (scope.isShared()) {
      // A graph is of the whole batch; what runs alone there is not worth one.
      path = "stream";
    }
    // Uploads were queued on the default stream, for which this one does not wait.
    scope.waitForUploads();
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public Loss[] run(int steps, BooleanSupplier stop) {
    List<Loss> losses = new ArrayList<>(steps);
    return scope.use(
        () -> {
          while (losses.size() < steps && !stop.getAsBoolean()) {
            runBatch(Math.min(steps - losses.size(), FamilyProblem.MAX_BATCH), losses);
          }
          return losses.toArray(Loss[]::new);
        });
  }

  private void runBatch(int count, List<Loss> losses) {
    timer.begin(stream);
    begin(stream, count);
    queueAll(count);
    timer.end(stream);
    end(stream, count);
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    Collections.addAll(losses, take(count, timer.milliseconds(), path));
  }

  @Override
  public int mostEpochs() {
    return FamilyProblem.MAX_BATCH;
  }

  @Override
  public void begin(CUstream on, int count) {
    check(
        JCudaDriver.cuMemsetD32Async(problem.counter.at(), parts.step.counterBeforeFirst(), 1, on),
        "cuMemsetD32Async");
    lost.clear(on, count);
    parts.step.begin(on, epoch, count);
  }

  @Override
  public void queue(CUstream on) {
    parts.step.queue(on);
  }

  @Override
  public void end(CUstream on, int count) {
    lost.fetch(on, count);
    recorded.fetch(on, problem.losses.at(), count);
  }

  @Override
  public Loss[] take(int count, double milliseconds, String by) {
    deviceMilliseconds += milliseconds;
    float64Rows += lost.sum(count);
    epoch += count;
    path = by;
    return recorded.take(count);
  }

  /** Step by step; by a graph from the second step on, for the first has loaded the kernels. */
  private void queueAll(int count) {
    int left = count;
    while (left > 0 && (!path.equals("graph") || (graph == null && left == count))) {
      queue(stream);
      left--;
    }
    if (left > 0 && graph == null) {
      graph = new CapturedGraph(stream, () -> queue(stream));
      scope.hold(graph::close);
    }
    for (; left > 0; left--) {
      graph.launch(stream);
    }
  }

  @Override
  public Loss validate() {
    return scope.use(
        () -> {
          kernels.gram(stream, null);
          kernels.errors(stream, problem.held, null);
          kernels.objective(stream, problem.held, problem.heldLoss.at(), null, false);
          recorded.fetch(stream, problem.heldLoss.at(), 1);
          check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
          return recorded.take(1)[0];
        });
  }

  @Override
  public TrainingState state() {
    return scope.use(
        () -> new TrainingState(epoch, problem.size.d(), state(Side.USERS), state(Side.ITEMS)));
  }

  private TrainingState.Side state(Side side) {
    FloatMatrix factors = problem.factors.download(side);
    return parts.epochs == null
        ? TrainingState.Side.initial(factors)
        : parts.epochs.state(side, factors);
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

  @Override
  public void close() {
    scope.close();
  }
}
