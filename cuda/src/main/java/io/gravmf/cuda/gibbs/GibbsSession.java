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
import io.gravmf.backend.TrainingState;
import io.gravmf.cuda.batch.StagedMember;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.DeviceTimer;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.RecordedLosses;
import io.gravmf.cuda.family.DeviceRatings;
import io.gravmf.cuda.family.FamilyKernels;
import io.gravmf.cuda.family.FamilyProblem;
import io.gravmf.cuda.rows.LostRows;
import io.gravmf.cuda.rows.Side;
import io.gravmf.cuda.rows.TileShape;
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
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Sweeps of Gibbs sampling. Rows are drawn on the device. The host waits three times a sweep: for
 * each side's matrix of products, of which it draws what the rows have in common as the CPU's
 * sampler does, and for the squared errors, of which it draws the ratings' precision.
 */
public final class GibbsSession implements StagedMember {

  /** The users' products, their rows and the items' products, the items' rows and the errors. */
  private static final int STAGES = 3;

  private final Problem given;
  private final Optimizer.Gibbs sampler;
  private final DeviceScope scope;
  private final boolean simple;
  private final Map<Side, SideRows> rows = new EnumMap<>(Side.class);
  private final Map<Side, MomentSampler> priors = new EnumMap<>(Side.class);
  private final Draws draws;
  private CUstream stream;
  private DeviceTimer timer;
  private FamilyProblem problem;
  private FamilyKernels kernels;
  private LostRows lost;
  private DrawnRows drawn;
  private HeldOutAverage heldOut;
  private RecordedLosses recorded;

  /** Null where all users' ratings scatter alike. */
  private UserNoise userNoise;

  /** By user, and their sum: squared errors, each times its weight. */
  private double[] userSquares;

  private double squares;

  /** Of the sweep that is being made: the ratings' precision, and whether there is no next one. */
  private double noise;

  private boolean overflowed;
  private int epoch;
  private double deviceMilliseconds;
  private long float64Rows;

  /**
   * Opens a session.
   *
   * @throws BackendUnavailableException if the problem does not fit, or the options ask for what
   *     sampling does not have
   */
  public GibbsSession(
      DeviceScope scope, Problem given, Optimizer.Gibbs sampler, BackendOptions options) {
    this.scope = scope;
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
    scope.open(this::open);
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

  /**
   * Returns the bytes of device memory that a session takes at the most: features that say nothing
   * are left out.
   *
   * @throws BackendUnavailableException as the constructor, but for a lack of memory
   */
  public static long bytes(Problem given, Optimizer.Gibbs sampler, BackendOptions options) {
    requireKernels(given, options);
    Layout layout = new Layout();
    FamilyProblem problem = new FamilyProblem(layout, given);
    LostRows lost = new LostRows(layout, problem, FamilyProblem.MAX_BATCH);
    for (Side side : Side.values()) {
      int features = known(given, side).map(FloatMatrix::columns).orElse(0) + sampler.indicators();
      new SideRows(layout, null, problem, side, features);
    }
    new DrawnRows(layout, null, problem, lost, options.path() == EpochPath.SIMPLE);
    new HeldOutAverage(layout, null, problem);
    return layout.size();
  }

  private static Optional<FloatMatrix> known(Problem given, Side side) {
    return side == Side.USERS ? given.information().users() : given.information().items();
  }

  private void open() {
    KernelModule module = scope.kernels();
    Layout layout = new Layout();
    problem = new FamilyProblem(layout, given);
    kernels = new FamilyKernels(module, problem);
    lost = new LostRows(layout, problem, FamilyProblem.MAX_BATCH);
    for (Side side : Side.values()) {
      MomentSampler prior = prior(side);
      priors.put(side, prior);
      rows.put(side, new SideRows(layout, module, problem, side, prior.features()));
    }
    drawn = new DrawnRows(layout, module, problem, lost, simple);
    heldOut = new HeldOutAverage(layout, module, problem);
    layout.allocate(scope, "training");
    problem.upload(given.start());
    lost.open(scope);
    drawn.upload();
    rows.forEach((side, of) -> of.open(scope::pinned, priors.get(side)::writeFeatures));
    double spread = sampler.hyperpriors().userNoise();
    userNoise = spread > 0 ? new UserNoise(spread, problem.size.n()) : null;
    given.start().chain().ifPresent(this::restore);
    if (userNoise != null) {
      problem.train.weigh(userNoise.weights());
    }
    recorded = new RecordedLosses(scope, 1);
    stream = scope.stream();
    timer = new DeviceTimer(scope);
    // Uploads were queued on the default stream, for which this one does not wait.
    scope.waitForUploads();
    queueErrors();
    waitForAll();
    takeErrors();
  }

  private MomentSampler prior(Side side) {
    boolean users = side == Side.USERS;
    List<FeatureBlock> blocks =
        FeatureBlock.ofSide(
            known(given, side),
            problem.train.by(side),
            problem.size.rows(side.other()),
            sampler.indicators());
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
    return scope.use(
        () -> {
          while (losses.size() < sweeps && !stop.getAsBoolean()) {
            losses.add(nextLoss());
          }
          return losses.toArray(Loss[]::new);
        });
  }

  private Loss nextLoss() {
    for (int stage = 0; stage < STAGES; stage++) {
      stage(stage);
    }
    return end(1);
  }

  @Override
  public int stages() {
    return STAGES;
  }

  @Override
  public void queueStage(int stage) {
    scope.use(
        () -> {
          stage(stage);
          return null;
        });
  }

  @Override
  public Loss endSweep(int sessions) {
    return scope.use(() -> end(sessions));
  }

  /** Factors that overflow leave no matrix to draw from: the loss says so, and training ends. */
  private void stage(int stage) {
    try {
      if (stage == 0) {
        epoch++;
        overflowed = false;
        beginSweep();
      } else if (!overflowed) {
        waitForAll();
        draw(stage == 1 ? Side.USERS : Side.ITEMS);
      }
    } catch (ArithmeticException e) {
      overflowed = true;
    }
  }

  private void beginSweep() {
    noise =
        GammaPrecision.draw(
            sampler.hyperpriors().noiseShape(),
            sampler.hyperpriors().noiseRate(),
            problem.train.size(),
            squares,
            new PhiloxSource(sampler.seed(), Stream.NOISE, epoch));
    if (userNoise != null) {
      drawUserNoise();
    }
    lost.clear(stream, 1);
    timer.begin(stream);
    rows.get(Side.USERS).queueProducts(stream);
  }

  private void draw(Side side) {
    SideRows of = rows.get(side);
    MomentSampler prior = priors.get(side);
    prior.draw(epoch, of.takeProducts(), of.stride());
    of.takePrior(stream, PriorTerms.of(prior.precision(), prior.means(), noise));
    drawn.queue(stream, side, of, noise, sampler.seed(), epoch);
    if (side == Side.USERS) {
      rows.get(Side.ITEMS).queueProducts(stream);
      return;
    }
    queueErrors();
    if (epoch > sampler.burnIn()) {
      heldOut.add(stream);
    }
    timer.end(stream);
    lost.fetch(stream, 1);
  }

  private Loss end(int sessions) {
    if (overflowed) {
      squares = Double.NaN;
      return loss(squares);
    }
    waitForAll();
    double mean = takeErrors();
    deviceMilliseconds += timer.milliseconds() / sessions;
    float64Rows += lost.sum(1);
    if (sampler.keeps(epoch)) {
      draws.keep(
          problem.factors.download(Side.USERS),
          problem.factors.download(Side.ITEMS),
          (float) noise);
    }
    return loss(mean);
  }

  private void queueErrors() {
    kernels.errors(stream, problem.train, null);
    queueObjective(problem.train, problem.losses.at());
  }

  /** Queues a mean of squared errors and its copy to the host. */
  private void queueObjective(DeviceRatings of, CUdeviceptr to) {
    kernels.objective(stream, of, to, null, false);
    recorded.fetch(stream, to, 1);
  }

  /** The stream is idle: whoever read the errors has waited for it. */
  private void drawUserNoise() {
    userNoise.draw(
        noise,
        problem.train.byUser.offsets(),
        userSquares,
        new PhiloxSource(sampler.seed(), Stream.USER_NOISE, epoch));
    problem.train.weigh(userNoise.weights());
    scope.waitForUploads();
  }

  /** Takes the errors that were queued; returns the mean of their squares without weights. */
  private double takeErrors() {
    double mean = meanSquare();
    squares = mean * problem.train.size();
    if (userNoise == null) {
      return mean;
    }
    userSquares = problem.train.userSquares();
    return userNoise.unweighted(userSquares) / problem.train.size();
  }

  private void waitForAll() {
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
  }

  private double meanSquare() {
    return recorded.take(1)[0].mse();
  }

  /** Penalties and gravity are none: rows have a prior. */
  private static Loss loss(double meanSquare) {
    return new Loss(meanSquare, 0, 0);
  }

  /** Returns the loss of the average of all draws that count, or of the last while none does. */
  @Override
  public Loss validate() {
    return scope.use(
        () -> {
          heldOut.measure(stream, Math.max(0, epoch - sampler.burnIn()));
          queueObjective(problem.held, problem.heldLoss.at());
          waitForAll();
          return loss(meanSquare());
        });
  }

  @Override
  public TrainingState state() {
    return scope.use(
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
    scope.close();
  }
}
