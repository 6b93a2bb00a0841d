package io.gravmf.cuda.check;

import static io.gravmf.cuda.driver.Driver.check;
import static io.gravmf.kernels.KernelShapes.BLOCK;

import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.Problem;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.RelativeError;
import io.gravmf.cuda.check.TrainingChecks.Sizes;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceContext;
import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.PinnedMemory;
import io.gravmf.cuda.family.FamilyProblem;
import io.gravmf.cuda.gibbs.DrawnRows;
import io.gravmf.cuda.gibbs.HeldOutAverage;
import io.gravmf.cuda.gibbs.PriorTerms;
import io.gravmf.cuda.gibbs.SideRows;
import io.gravmf.cuda.rows.LostRows;
import io.gravmf.cuda.rows.Side;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Objective;
import io.gravmf.random.RowNormals;
import io.gravmf.random.Stream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** The kernels of sampling, each from numbers that are given. */
final class GibbsChecks {

  /** Every width of tiles; rows of several parts, short ones, and some without ratings. */
  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(1, 1, 2, 1),
          new Sizes(2, 20, 1000, 7),
          new Sizes(50, 70, 400, 16),
          new Sizes(2, 30, 1000, 64),
          new Sizes(20, 30, 900, 65),
          new Sizes(1, 20, 500, 100),
          new Sizes(1, 12, 500, 129),
          new Sizes(6, 8, 200, 256));

  private static final int FEATURES = 3;
  private static final double NOISE = 1.7;
  private static final int SWEEP = 5;
  private static final double OF_DRAWS = 2e-5;

  private final CudaDevice device;
  private final Consumer<KernelCheck> results;

  GibbsChecks(CudaDevice device, Consumer<KernelCheck> results) {
    this.device = device;
    this.results = results;
  }

  void run() {
    try (DeviceContext context = new DeviceContext(device)) {
      context.within(
          () -> {
            normals(context);
            return null;
          });
    }
    for (Sizes sizes : SIZES) {
      for (boolean simple : new boolean[] {true, false}) {
        try (DeviceContext context = new DeviceContext(device)) {
          context.within(
              () -> {
                sample(sizes, context, simple);
                return null;
              });
        }
      }
    }
  }

  /** Far enough for numbers beyond 4 on either side. */
  private void normals(DeviceContext context) {
    int rows = 1000;
    int count = 100;
    Layout layout = new Layout();
    Layout.Buffer buffer = layout.add((long) rows * count, Float.BYTES);
    layout.allocate(context, "checking");
    new KernelModule(device)
        .kernel("gravmf_normals")
        .launch(
            null,
            Shape.covering((long) rows * (count / 4), BLOCK),
            buffer.at(),
            (long) rows,
            count,
            CudaKernelChecks.SEED,
            SWEEP,
            Stream.ITEM_ROWS.number());
    float[] found = new float[rows * count];
    DeviceMemory.download(found, buffer.at(), found.length);
    double greatest = 0;
    for (int row = 0; row < rows; row++) {
      float[] expected = normals(row, count, Stream.ITEM_ROWS);
      for (int k = 0; k < count; k++) {
        double difference = Math.abs(found[row * count + k] - expected[k]);
        greatest = Math.max(greatest, difference / Math.ulp(expected[k]));
      }
    }
    results.accept(new KernelCheck("normals", "greatest difference in last places", greatest, 1));
  }

  private static float[] normals(int row, int count, Stream stream) {
    float[] normals = new float[count];
    new RowNormals(CudaKernelChecks.SEED, stream).fill(SWEEP, row, count, normals);
    return normals;
  }

  /**
   * Large enough for every matrix to be well conditioned, with entries of all sizes beside the
   * diagonal; the bias by itself.
   */
  private static double[][] precision(int d) {
    double[][] precision = new double[d + 1][d + 1];
    float[] direction = normals(0, d, Stream.SKETCH);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        precision[i][j] = (i == j ? 300 : 0) + 300 * direction[i] * direction[j] / d;
      }
    }
    precision[d][d] = 400;
    return precision;
  }

  private void sample(Sizes sizes, DeviceContext context, boolean simple) {
    Problem problem =
        RandomProblems.of(
            sizes.n(),
            sizes.m(),
            sizes.ratings(),
            sizes.d(),
            Objective.SAMPLED,
            CudaKernelChecks.SEED);
    KernelModule module = new KernelModule(device);
    Layout layout = new Layout();
    FamilyProblem p = new FamilyProblem(layout, problem);
    LostRows lost = new LostRows(layout, p, FamilyProblem.MAX_BATCH);
    Map<Side, SideRows> sides = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      sides.put(side, new SideRows(layout, module, p, side, side == Side.USERS ? FEATURES : 0));
    }
    DrawnRows drawn = new DrawnRows(layout, module, p, lost, simple);
    HeldOutAverage average = new HeldOutAverage(layout, module, p);
    layout.allocate(context, "checking");
    p.upload(problem.start());
    drawn.upload();
    sides.forEach(
        (side, rows) ->
            rows.open(
                PinnedMemory::new,
                (row, out, at) ->
                    System.arraycopy(normals(row, FEATURES, Stream.NOISE), 0, out, at, FEATURES)));
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    CUstream stream = new CUstream();
    for (Side side : Side.values()) {
      int features = side == Side.USERS ? FEATURES : 0;
      products(sizes, p.factors.download(side), sides.get(side).products(stream), features);
      double[][] means = new double[1 + features][sizes.d() + 1];
      for (int k = 0; k < means.length; k++) {
        float[] from = normals(k, sizes.d() + 1, Stream.SKETCH);
        for (int i = 0; i < from.length; i++) {
          means[k][i] = 0.3 * from[i];
        }
      }
      sides.get(side).takePrior(stream, PriorTerms.of(precision(sizes.d()), means, NOISE));
      drawn.queue(stream, side, sides.get(side), NOISE, CudaKernelChecks.SEED, SWEEP);
      check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
      draws(sizes, problem, p, side, means, simple);
    }
    average(sizes, problem, p, average, stream);
  }

  private void products(Sizes sizes, FloatMatrix rows, float[] found, int features) {
    int columns = rows.columns() + 1 + features;
    int stride = (columns + 3) / 4 * 4;
    double[][] expected = new double[columns][columns];
    for (int row = 0; row < rows.rows(); row++) {
      double[] z = new double[columns];
      for (int k = 0; k < rows.columns(); k++) {
        z[k] = rows.get(row, k);
      }
      z[rows.columns()] = 1;
      float[] known = normals(row, features, Stream.NOISE);
      for (int k = 0; k < features; k++) {
        z[rows.columns() + 1 + k] = known[k];
      }
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          expected[i][j] += z[i] * z[j];
        }
      }
    }
    RelativeError error = new RelativeError();
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        error.add(found[i * stride + j], expected[i][j]);
      }
    }
    report("sampled_rows, gram_partial", sizes, error, CudaKernelChecks.TOLERANCE);
  }

  private void draws(
      Sizes sizes, Problem problem, FamilyProblem p, Side side, double[][] means, boolean simple) {
    FloatMatrix found = p.factors.download(side);
    double[][] ofRows = new double[found.rows()][sizes.d() + 1];
    for (int row = 0; row < ofRows.length; row++) {
      float[] known = normals(row, means.length - 1, Stream.NOISE);
      for (int i = 0; i <= sizes.d(); i++) {
        ofRows[row][i] = means[0][i];
        for (int k = 1; k < means.length; k++) {
          ofRows[row][i] += known[k - 1] * means[k][i];
        }
      }
    }
    double[][] expected =
        new ReferenceDraws(problem, precision(sizes.d()), NOISE)
            .draw(
                p.train.by(side),
                p.factors.download(side.other()),
                ofRows,
                DrawnRows.longestShort(
                    p.train.by(side), p.size.rows(side.other()), p.size.unknowns()),
                new RowNormals(
                    CudaKernelChecks.SEED,
                    side == Side.USERS ? Stream.USER_ROWS : Stream.ITEM_ROWS),
                SWEEP);
    RelativeError error = new RelativeError();
    for (int row = 0; row < expected.length; row++) {
      for (int k = 0; k <= sizes.d(); k++) {
        error.add(found.get(row, k), expected[row][k]);
      }
    }
    report(
        simple ? "normals, draw_simple" : "normals, prior_right, draw_parts, draw",
        sizes,
        error,
        OF_DRAWS);
  }

  /** Two draws' worth of the same predictions, and errors of their average and of one. */
  private void average(
      Sizes sizes, Problem problem, FamilyProblem p, HeldOutAverage average, CUstream stream) {
    average.add(stream);
    average.add(stream);
    FloatMatrix users = p.factors.download(Side.USERS);
    FloatMatrix items = p.factors.download(Side.ITEMS);
    Ratings held = problem.split().validation();
    int[] positions = p.held.byUser.positions();
    double squares = 0;
    RelativeError ofSums = new RelativeError();
    double[] sse = new double[p.held.userSegments];
    RelativeError ofSquares = new RelativeError();
    for (int draws : new int[] {0, 2}) {
      average.measure(stream, draws);
      check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
      DeviceMemory.download(sse, p.held.sse.at(), sse.length);
      double found = 0;
      for (double segment : sse) {
        found += segment;
      }
      squares = 0;
      for (int k = 0; k < positions.length; k++) {
        int rating = positions[k];
        double prediction =
            users.get(held.users()[rating], sizes.d()) + items.get(held.items()[rating], sizes.d());
        for (int c = 0; c < sizes.d(); c++) {
          prediction +=
              (double) users.get(held.users()[rating], c) * items.get(held.items()[rating], c);
        }
        ofSums.add(average.download().values()[k], 2 * prediction);
        double error = problem.mean() + prediction - held.values()[rating];
        squares += error * error;
      }
      ofSquares.add(found, squares);
    }
    report("average", sizes, ofSums, CudaKernelChecks.TOLERANCE);
    report("average", sizes, ofSquares, CudaKernelChecks.TOLERANCE);
  }

  private void report(String kernels, Sizes sizes, RelativeError error, double tolerance) {
    results.accept(new KernelCheck(kernels, sizes.toString(), error.value(), tolerance));
  }
}
