package io.gravmf.cuda.check;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.epoch.BaselineKernels;
import io.gravmf.cuda.epoch.DeviceProblem;
import io.gravmf.cuda.epoch.Dimensions;
import io.gravmf.cuda.epoch.EpochLauncher;
import io.gravmf.cuda.epoch.PersistentLauncher;
import io.gravmf.cuda.epoch.Scalars;
import io.gravmf.cuda.epoch.Segments;
import io.gravmf.cuda.epoch.StreamLauncher;
import io.gravmf.cuda.epoch.TrainingKernels;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** The training kernels on one problem, each from the same state. */
final class TrainingChecks {

  /**
   * The size of a problem.
   *
   * @param n users
   * @param m items
   * @param ratings one in five of which are held out
   * @param d factors
   */
  record Sizes(int n, int m, int ratings, int d) {

    @Override
    public String toString() {
      return n + " x " + m + ", d = " + d + ", " + ratings + " ratings";
    }
  }

  /**
   * Every width, both sides of each; one user or item with all ratings; rows without any; held-out
   * ratings that fill whole parts (5120).
   */
  static final List<Sizes> SIZES =
      List.of(
          new Sizes(1, 1, 1, 1),
          new Sizes(1, 300, 900, 7),
          new Sizes(300, 1, 900, 8),
          new Sizes(50, 70, 40, 15),
          new Sizes(33, 65, 2000, 16),
          new Sizes(40, 60, 3000, 17),
          new Sizes(64, 32, 2000, 32),
          new Sizes(37, 53, 1500, 33),
          new Sizes(100, 200, 5120, 64),
          new Sizes(60, 90, 3000, 65),
          new Sizes(90, 60, 4000, 100),
          new Sizes(31, 95, 2000, 128),
          new Sizes(30, 40, 1000, 129),
          new Sizes(24, 16, 500, 256),
          new Sizes(10, 12, 200, 257),
          new Sizes(9, 7, 100, 513),
          new Sizes(5, 8, 60, 1024));

  private static final int EPOCHS = 3;

  /** AdamW divides by moments: what a gradient's rounding does to a factor after some epochs. */
  private static final double AFTER_EPOCHS = 2e-5;

  private final Sizes sizes;
  private final Consumer<KernelCheck> results;
  private final Problem problem;
  private final DeviceProblem onDevice;
  private final TrainingKernels kernels;
  private final BaselineKernels baseline;
  private final CUstream stream = new CUstream();

  TrainingChecks(
      CudaDevice device,
      DeviceContext context,
      KernelModule module,
      Sizes sizes,
      Consumer<KernelCheck> results) {
    this.sizes = sizes;
    this.results = results;
    Objective weights = Objective.ofWeights(0.1, 0.3);
    problem =
        RandomProblems.midway(
            RandomProblems.of(
                sizes.n, sizes.m, sizes.ratings, sizes.d, weights, CudaKernelChecks.SEED),
            CudaKernelChecks.SEED);
    onDevice =
        new DeviceProblem(
            bytes -> new DeviceMemory(context, bytes, "training"),
            problem,
            true,
            TrainingKernels.persistentBlocks(device, module, Dimensions.of(problem)));
    kernels =
        new TrainingKernels(
            module,
            onDevice,
            Scalars.of(
                weights,
                Optimizer.AdamW.NOTEBOOK,
                sizes.n,
                sizes.m,
                problem.split().train().size()));
    baseline = new BaselineKernels(module, onDevice, kernels);
    // Uploads were queued on the default stream, for which other streams do not wait.
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
  }

  void run() {
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    sparse(reference);
    gram(reference);
    validation(reference);
    gravity(reference);
    adamw(reference);
    epochs();
  }

  private void report(String kernel, RelativeError error, double tolerance) {
    results.accept(new KernelCheck(kernel, sizes.toString(), error.value(), tolerance));
  }

  private void report(String kernel, RelativeError error) {
    report(kernel, error, CudaKernelChecks.TOLERANCE);
  }

  private String wide(String kernel) {
    return kernel + "_" + onDevice.size.width();
  }

  private float[] floats(CUdeviceptr from, int count) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    float[] values = new float[count];
    DeviceMemory.download(values, from, count);
    return values;
  }

  private double[] doubles(CUdeviceptr from, int count) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    double[] values = new double[count];
    DeviceMemory.download(values, from, count);
    return values;
  }

  /** Adds rows of all users and items, padded to ld with what should be zeros. */
  private void addRows(RelativeError error, float[] found, double[][][] expected) {
    int ld = onDevice.size.ld();
    for (int row = 0; row < onDevice.size.rows(); row++) {
      double[] wanted = row < sizes.n ? expected[0][row] : expected[1][row - sizes.n];
      for (int k = 0; k < ld; k++) {
        error.add(found[row * ld + k], k < sizes.d ? wanted[k] : 0);
      }
    }
  }

  private void sparse(ReferenceTrainer reference) {
    Ratings train = problem.split().train();
    Segments cut = Segments.of(CompressedRows.byUser(train), CompressedRows.byItem(train));
    int ld = onDevice.size.ld();
    double[][][] expected = reference.errorSums();
    double sse = reference.trainLoss().mse() * train.size();

    kernels.sparse(stream);
    float[] partials = floats(onDevice.partials, cut.count() * ld);
    double[] squares = doubles(onDevice.sse, cut.count());
    float[] sums = new float[onDevice.size.rows() * ld];
    double squaresOfUsers = 0;
    for (int segment = 0; segment < cut.count(); segment++) {
      int row = cut.segmentRow[segment];
      for (int k = 0; k < ld; k++) {
        sums[row * ld + k] += partials[segment * ld + k];
      }
      squaresOfUsers += row < sizes.n ? squares[segment] : 0;
    }
    RelativeError error = new RelativeError();
    addRows(error, sums, expected);
    error.add(squaresOfUsers, sse);
    report(wide("sparse"), error);

    baseline.sparse(stream);
    error = new RelativeError();
    addRows(error, floats(onDevice.product, sums.length), expected);
    double[] rowSums = doubles(onDevice.rowSums, sizes.n);
    double sum = 0;
    for (double each : rowSums) {
      sum += each;
    }
    error.add(sum, sse);
    report("sparse_simple", error);
  }

  private void gram(ReferenceTrainer reference) {
    kernels.gramPartial(stream);
    kernels.gramReduce(stream, false);
    report("gram_partial, gram_reduce", gramError(reference));
    baseline.gram(stream);
    report("gram_simple", gramError(reference));
  }

  private RelativeError gramError(ReferenceTrainer reference) {
    int ld = onDevice.size.ld();
    float[] found = floats(onDevice.gram, 2 * ld * ld);
    double[][][] factors = {reference.users, reference.items};
    RelativeError error = new RelativeError();
    for (int k = 0; k < found.length; k++) {
      int a = k / ld % ld;
      int b = k % ld;
      double expected = 0;
      if (a < sizes.d && b < sizes.d) {
        for (double[] row : factors[k / ld / ld]) {
          expected += row[a] * row[b];
        }
      }
      error.add(found[k], expected);
    }
    return error;
  }

  private void validation(ReferenceTrainer reference) {
    kernels.validation(stream);
    double[] found = doubles(onDevice.validationLoss, 3);
    RelativeError error = new RelativeError();
    addLoss(error, found, 0, reference.validationLoss(), onDevice.validationCount > 0);
    report(wide("validation") + ", loss", error);
  }

  private static void addLoss(
      RelativeError error, double[] found, int at, Loss expected, boolean hasRatings) {
    error.add(found[at], hasRatings ? expected.mse() : 0);
    error.add(found[at + 1], expected.l2());
    error.add(found[at + 2], expected.gravity());
  }

  private void gravity(ReferenceTrainer reference) {
    double[][][] expected = reference.gravitySums();
    int size = Math.toIntExact(onDevice.size.size());
    baseline.product(stream);
    RelativeError error = new RelativeError();
    addRows(error, floats(onDevice.product, size), expected);
    report("product_simple", error);

    double squares =
        reference.trainLoss().gravity()
            / problem.objective().gravity()
            * sizes.n
            * (double) sizes.m;
    baseline.denseGravity(stream);
    report(wide("dense_gravity"), denseError(expected, squares, size));
    baseline.simpleDenseGravity(stream);
    report("dense_gravity_simple", denseError(expected, squares, size));
  }

  private RelativeError denseError(double[][][] expected, double squares, int size) {
    RelativeError error = new RelativeError();
    addRows(error, floats(onDevice.product, size), expected);
    double[] rowSums = doubles(onDevice.rowSums, onDevice.size.rows());
    double ofUsers = 0;
    double ofItems = 0;
    for (int row = 0; row < rowSums.length; row++) {
      ofUsers += row < sizes.n ? rowSums[row] : 0;
      ofItems += row < sizes.n ? 0 : rowSums[row];
    }
    error.add(ofUsers, squares);
    error.add(ofItems, squares);
    return error;
  }

  /** The gradient joined from its parts, and both forms of AdamW on it. */
  private void adamw(ReferenceTrainer reference) {
    for (boolean wide : new boolean[] {false, true}) {
      begin(0);
      baseline.gram(stream);
      baseline.sparse(stream);
      baseline.gradient(stream);
      if (!wide) {
        RelativeError error = new RelativeError();
        int size = Math.toIntExact(onDevice.size.size());
        addRows(error, floats(onDevice.product, size), reference.gradients());
        report("gradient_simple", error);
        baseline.adamw(stream);
      } else {
        baseline.wideAdamw(stream);
      }
      ReferenceTrainer stepped = new ReferenceTrainer(problem);
      stepped.step();
      report(wide ? "adamw" : "adamw_simple", stateError(stepped));
    }
  }

  /** Whole epochs, by each sequence of kernels that makes one. */
  private void epochs() {
    StreamLauncher graph = StreamLauncher.gram(kernels, stream);
    report(wide("update"), epochsError(graph), AFTER_EPOCHS);
    report(
        wide("update") + ", dense gravity",
        epochsError(StreamLauncher.dense(kernels, baseline, onDevice, stream)),
        AFTER_EPOCHS);
    report(
        "loss, advance, simple epoch",
        epochsError(StreamLauncher.simple(kernels, baseline, stream)),
        AFTER_EPOCHS);
    if (onDevice.persistentBlocks > 0) {
      report(
          wide("persistent"), epochsError(new PersistentLauncher(kernels, stream)), AFTER_EPOCHS);
    }
  }

  private RelativeError epochsError(EpochLauncher launcher) {
    begin(launcher.counterBeforeFirst());
    launcher.launch(EPOCHS);
    double[] losses = doubles(onDevice.losses, 3 * EPOCHS);
    ReferenceTrainer reference = new ReferenceTrainer(problem);
    RelativeError lossError = new RelativeError();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      addLoss(lossError, losses, 3 * epoch, reference.trainLoss(), true);
      reference.step();
    }
    RelativeError error = stateError(reference);
    error.add(lossError.value(), 0);
    return error;
  }

  private void begin(int counter) {
    onDevice.uploadState(problem.start());
    FloatBuffer schedule = FloatBuffer.allocate(2 * EPOCHS);
    for (int k = 1; k <= EPOCHS; k++) {
      Scalars.writeStep(Optimizer.AdamW.NOTEBOOK, problem.start().epoch() + k, schedule);
    }
    DeviceMemory.upload(onDevice.schedule, schedule.array());
    DeviceMemory.upload(onDevice.counter, new int[] {counter});
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
  }

  private RelativeError stateError(ReferenceTrainer reference) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    TrainingState found = onDevice.state(0);
    RelativeError error = new RelativeError();
    addSide(error, found.users(), reference.users, reference.userMoments);
    addSide(error, found.items(), reference.items, reference.itemMoments);
    return error;
  }

  private static void addSide(
      RelativeError error, TrainingState.Side found, double[][] factors, double[][][] moments) {
    addMatrix(error, found.factors(), factors);
    addMatrix(error, found.firstMoment(), moments[0]);
    addMatrix(error, found.secondMoment(), moments[1]);
  }

  private static void addMatrix(RelativeError error, FloatMatrix found, double[][] expected) {
    for (int row = 0; row < expected.length; row++) {
      for (int k = 0; k < expected[row].length; k++) {
        error.add(found.get(row, k), expected[row][k]);
      }
    }
  }
}
