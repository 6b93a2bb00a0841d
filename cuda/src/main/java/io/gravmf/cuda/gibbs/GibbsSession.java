package io.gravmf.cuda.gibbs;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Chain;
import io.gravmf.backend.DeviceTime;
import io.gravmf.backend.Draws;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.GuardedContext;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.PinnedMemory;
import io.gravmf.cuda.family.FamilyKernels;
import io.gravmf.cuda.family.FamilyProblem;
import io.gravmf.cuda.family.LostRows;
import io.gravmf.cuda.family.Side;
import io.gravmf.cuda.family.TileShape;
import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Optimizer;
import io.gravmf.random.PhiloxSource;
import io.gravmf.random.Stream;
import io.gravmf.sample.FeatureBlock;
import io.gravmf.sample.GammaPrecision;
import io.gravmf.sample.MomentSampler;
import io.gravmf.sample.UserNoise;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Sweeps of Gibbs sampling. Rows are drawn on the device. The host waits three times a sweep: for
 * each side's matrix of products, of which it draws what the rows have in common as the CPU's
 * sampler does, and for the squared errors, of which it draws the ratings' precision.
 */
public final class GibbsSession implements TrainingSession {

  private static final long LOSS_BYTES = 3L * Double.BYTES;

  private final Problem given;
  private final Optimizer.Gibbs sampler;
  private final GuardedContext guarded;
  private final CUstream stream = new CUstream();
  private final CUevent begun = new CUevent();
  private final CUevent ended = new CUevent();
  private final boolean simple;
  private final Map<Side, SideRows> rows = new EnumMap<>(Side.class);
  private final Map<Side, MomentSampler> priors = new EnumMap<>(Side.class);
  private final Draws draws;
  private FamilyProblem problem;
  private FamilyKernels kernels;
  private LostRows lost;
  private DrawnRows drawn;
  private HeldOutAverage heldOut;
  private PinnedMemory recorded;

  /** Null where all users' ratings scatter alike. */
  private UserNoise userNoise;

  /** By user, and their sum: squared errors, each times its weight. */
  private double[] userSquares;

  private double squares;
  private int epoch;
  private double deviceMilliseconds;
  private long float64Rows;

  /**
   * Opens a session on a device, in a context of its own.
   *
   * @throws BackendUnavailableException if the problem does not fit, or the options ask for what
   *     sampling does not have
   */
  public GibbsSession(
      CudaDevice device, Problem given, Optimizer.Gibbs sampler, BackendOptions options) {
    this.given = given;
    this.sampler = sampler;
    epoch = given.start().epoch();
    simple = options.path() == EpochPath.SIMPLE;
    requireKernels(given, options);
    draws =
        new Draws(
            given.split().train().userCount(),
            given.split().train().itemCount(),
            given.start().dim());
    guarded = new GuardedContext(device, () -> {});
    guarded.open(() -> open(device));
  }

  private static void requireKernels(Problem given, BackendOptions options) {
    if (!given.objective().hasBiases()) {
      throw new IllegalArgumentException("sampling needs an objective with biases");
    }
    int d = given.start().dim();
    if (d > TileShape.MAX_D) {
      throw new BackendUnavailableException(
          "the CUDA kernels draw rows for d up to "
              + TileShape.MAX_D
              + ", found "
              + d
              + ": --device cpu takes any");
    }
    if (options.gravity() != Gravity.AUTO && options.gravity() != Gravity.GRAM) {
      throw new BackendUnavailableException(
          "gravity " + options.gravity() + " is for AdamW on the notebook's objective alone");
    }
    if (options.path() == EpochPath.GRAPH || options.path() == EpochPath.PERSISTENT) {
      throw new BackendUnavailableException(
          "epoch path "
              + options.path()
              + " is not for sampling, where the host draws between launches: AUTO, STREAM or"
              + " SIMPLE is");
    }
  }

  private void open(CudaDevice device) {
    KernelModule module = new KernelModule(device);
    Layout layout = new Layout();
    problem = new FamilyProblem(layout, given);
    kernels = new FamilyKernels(module, problem);
    lost = new LostRows(layout, problem);
    for (Side side : Side.values()) {
      MomentSampler prior = prior(side);
      priors.put(side, prior);
      rows.put(side, new SideRows(layout, module, problem, side, prior.features()));
    }
    drawn = new DrawnRows(layout, module, problem, lost, simple);
    heldOut = new HeldOutAverage(layout, module, problem);
    layout.allocate(guarded.context(), "training");
    problem.upload(given.start());
    lost.open();
    drawn.upload();
    rows.forEach((side, of) -> of.open(priors.get(side)::writeFeatures));
    double spread = sampler.hyperpriors().userNoise();
    userNoise = spread > 0 ? new UserNoise(spread, problem.size.n()) : null;
    given.start().chain().ifPresent(this::restore);
    if (userNoise != null) {
      problem.train.weigh(userNoise.weights());
    }
    recorded = new PinnedMemory(LOSS_BYTES);
    check(
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "cuStreamCreate");
    check(JCudaDriver.cuEventCreate(begun, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    check(JCudaDriver.cuEventCreate(ended, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
    // Uploads were queued on the default stream, for which this one does not wait.
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    queueErrors();
    takeErrors();
  }

  private MomentSampler prior(Side side) {
    boolean users = side == Side.USERS;
    Optional<FloatMatrix> known = users ? given.information().users() : given.information().items();
    List<FeatureBlock> blocks =
        FeatureBlock.ofSide(
            known, problem.train.by(side), problem.size.rows(side.other()), sampler.indicators());
    return new MomentSampler(
        sampler.hyperpriors(),
        blocks,
        problem.size.rows(side),
        problem.size.d(),
        sampler.seed(),
        users ? Stream.USER_PRIOR : Stream.ITEM_PRIOR);
  }

  private void restore(Chain chain) {
    priors.get(Side.USERS).restore(chain.userWeights());
    priors.get(Side.ITEMS).restore(chain.itemWeights());
    heldOut.restore(chain.validation());
    draws.restore(chain);
    if (userNoise != null) {
      userNoise.restore(chain.userNoise().values());
    }
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public Loss[] run(int sweeps, BooleanSupplier stop) {
    List<Loss> losses = new ArrayList<>(sweeps);
    return guarded.use(
        () -> {
          while (losses.size() < sweeps && !stop.getAsBoolean()) {
            losses.add(nextLoss());
          }
          return losses.toArray(Loss[]::new);
        });
  }

  /** Factors that overflow leave no matrix to draw from: the loss says so, and training ends. */
  private Loss nextLoss() {
    epoch++;
    try {
      return loss(sweep());
    } catch (ArithmeticException overflowed) {
      squares = Double.NaN;
      return loss(squares);
    }
  }

  private double sweep() {
    double noise =
        GammaPrecision.draw(
            sampler.hyperpriors().noiseShape(),
            sampler.hyperpriors().noiseRate(),
            problem.train.size(),
            squares,
            new PhiloxSource(sampler.seed(), Stream.NOISE, epoch));
    if (userNoise != null) {
      drawUserNoise(noise);
    }
    lost.clear(stream, 1);
    check(JCudaDriver.cuEventRecord(begun, stream), "cuEventRecord");
    draw(Side.USERS, noise);
    draw(Side.ITEMS, noise);
    queueErrors();
    if (epoch > sampler.burnIn()) {
      heldOut.add(stream);
    }
    check(JCudaDriver.cuEventRecord(ended, stream), "cuEventRecord");
    lost.fetch(stream, 1);
    double mean = takeErrors();
    float[] milliseconds = new float[1];
    check(JCudaDriver.cuEventElapsedTime(milliseconds, begun, ended), "cuEventElapsedTime");
    deviceMilliseconds += milliseconds[0];
    float64Rows += lost.sum(1);
    if (sampler.keeps(epoch)) {
      draws.keep(
          problem.factors.download(Side.USERS),
          problem.factors.download(Side.ITEMS),
          (float) noise);
    }
    return mean;
  }

  private void draw(Side side, double noise) {
    SideRows of = rows.get(side);
    MomentSampler prior = priors.get(side);
    prior.draw(epoch, of.products(stream), of.stride());
    of.takePrior(stream, PriorTerms.of(prior.precision(), prior.means(), noise));
    drawn.queue(stream, side, of, noise, sampler.seed(), epoch);
  }

  private void queueErrors() {
    kernels.errors(stream, problem.train, null);
    kernels.objective(stream, problem.train, problem.losses.at(), null, false);
  }

  /** The stream is idle: whoever read the errors has waited for it. */
  private void drawUserNoise(double noise) {
    userNoise.draw(
        noise,
        problem.train.byUser.offsets(),
        userSquares,
        new PhiloxSource(sampler.seed(), Stream.USER_NOISE, epoch));
    problem.train.weigh(userNoise.weights());
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
  }

  /** Waits for the errors that were queued; returns the mean of their squares without weights. */
  private double takeErrors() {
    double mean = readMeanSquare(problem.losses.at());
    squares = mean * problem.train.size();
    if (userNoise == null) {
      return mean;
    }
    userSquares = problem.train.userSquares();
    return userNoise.unweighted(userSquares) / problem.train.size();
  }

  /** Waits for all that is queued. */
  private double readMeanSquare(CUdeviceptr from) {
    check(
        JCudaDriver.cuMemcpyDtoHAsync(recorded.pointer(), from, LOSS_BYTES, stream),
        "cuMemcpyDtoHAsync");
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    return recorded.buffer().asDoubleBuffer().get(0);
  }

  /** Penalties and gravity are none: rows have a prior. */
  private static Loss loss(double meanSquare) {
    return new Loss(meanSquare, 0, 0);
  }

  /** Returns the loss of the average of all draws that count, or of the last while none does. */
  @Override
  public Loss validate() {
    return guarded.use(
        () -> {
          heldOut.measure(stream, Math.max(0, epoch - sampler.burnIn()));
          kernels.objective(stream, problem.held, problem.heldLoss.at(), null, false);
          return loss(readMeanSquare(problem.heldLoss.at()));
        });
  }

  @Override
  public TrainingState state() {
    return guarded.use(
        () ->
            new TrainingState(
                epoch,
                problem.size.d(),
                TrainingState.Side.initial(problem.factors.download(Side.USERS)),
                TrainingState.Side.initial(problem.factors.download(Side.ITEMS)),
                Optional.of(chain())));
  }

  private Chain chain() {
    Chain chain =
        draws.chain(
            priors.get(Side.USERS).weights(), priors.get(Side.ITEMS).weights(), heldOut.download());
    if (userNoise == null) {
      return chain;
    }
    float[] weights = userNoise.weights().clone();
    return chain.withUserNoise(new FloatMatrix(1, weights.length, weights));
  }

  @Override
  public Optional<DeviceTime> deviceTime() {
    String counted = float64Rows == 0 ? "" : ", " + float64Rows + " rows in float64";
    return Optional.of(
        new DeviceTime(deviceMilliseconds * 1e-3, (simple ? "simple" : "stream") + counted));
  }

  @Override
  public void close() {
    guarded.close();
  }
}
