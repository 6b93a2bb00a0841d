package io.gravmf.cuda.gibbs;

import static io.gravmf.cuda.driver.Driver.check;
import static io.gravmf.kernels.KernelShapes.BLOCK;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.driver.PinnedMemory;
import io.gravmf.cuda.epoch.GramChunks;
import io.gravmf.cuda.family.FamilyProblem;
import io.gravmf.cuda.rows.RowsSize;
import io.gravmf.cuda.rows.Side;
import java.util.function.LongFunction;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * A side's rows beside their features in device memory, the matrix of their products that goes to
 * the host, and the prior that comes back.
 */
public final class SideRows {

  /** Values of features that are uploaded at once. */
  private static final int STAGING = 1 << 20;

  private final KernelModule module;
  private final FamilyProblem p;
  private final RowsSize size;
  private final Side side;
  private final int rows;
  private final int features;

  /** Columns of factors, bias, 1 and features, and the floats from a row of them to the next. */
  private final int columns;

  private final int stride;
  private final GramChunks chunks;
  private final Layout.Buffer laidOut;
  private final Layout.Buffer partials;
  private final Layout.Buffer products;
  private final Layout.Buffer terms;
  private final Layout.Buffer rights;
  private PinnedMemory downloaded;
  private PinnedMemory uploaded;

  /**
   * Lays a side out.
   *
   * @param features of each of its rows
   */
  public SideRows(
      Layout layout, KernelModule module, FamilyProblem problem, Side side, int features) {
    this.module = module;
    p = problem;
    size = problem.size;
    this.side = side;
    this.features = features;
    rows = size.rows(side);
    columns = size.unknowns() + 1 + features;
    stride = (columns + 3) / 4 * 4;
    // Of a single item, for whom no warp is launched: kernels count both sides.
    chunks = GramChunks.of(rows, 1, columns);
    laidOut = layout.add((long) rows * stride, Float.BYTES);
    partials = layout.add(GramChunks.floats(chunks.userUnits(rows)), Float.BYTES);
    products = layout.add((long) stride * stride, Float.BYTES);
    terms = layout.add((long) termRows() * size.ld(), Float.BYTES);
    rights = layout.add(features == 0 ? 0 : (long) rows * size.ld(), Float.BYTES);
  }

  private int termRows() {
    return PriorTerms.rows(size.unknowns(), features);
  }

  /** Writes the features of a row. */
  public interface Features {

    /**
     * Writes them.
     *
     * @param at where the first goes
     */
    void write(int row, float[] out, int at);
  }

  /**
   * Uploads the features, and makes room for what goes between device and host.
   *
   * @param pinned allocates so many bytes of pinned memory
   */
  public void open(LongFunction<PinnedMemory> pinned, Features of) {
    int step = Math.max(1, STAGING / stride);
    for (int first = 0; features > 0 && first < rows; first += step) {
      int count = Math.min(step, rows - first);
      float[] values = new float[count * stride];
      for (int k = 0; k < count; k++) {
        of.write(first + k, values, k * stride + size.unknowns() + 1);
      }
      DeviceMemory.upload(laidOut.at((long) first * stride * Float.BYTES), values);
    }
    downloaded = pinned.apply((long) stride * stride * Float.BYTES);
    uploaded = pinned.apply((long) termRows() * size.ld() * Float.BYTES);
  }

  /** Returns the floats from a row of the products to the next. */
  public int stride() {
    return stride;
  }

  /** Waits for the products of the rows' columns: factors, bias, 1, features. */
  public float[] products(CUstream stream) {
    queueProducts(stream);
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    return takeProducts();
  }

  /** Queues the products and their copy to the host. */
  void queueProducts(CUstream stream) {
    int d = size.d();
    module
        .kernel("gravmf_sampled_rows")
        .launch(
            stream,
            Shape.covering((long) rows * (d + 2), BLOCK),
            p.factors.at(),
            laidOut.at(),
            size.n(),
            d,
            size.ld(),
            side.code,
            rows,
            stride);
    module
        .kernel("gravmf_gram_partial")
        .launch(
            stream,
            Shape.warps(chunks.userUnits(rows)),
            laidOut.at(),
            partials.at(),
            rows,
            0,
            columns,
            stride,
            chunks.userRows(),
            chunks.itemRows());
    module
        .kernel("gravmf_gram_reduce")
        .launch(
            stream,
            Shape.covering(chunks.reduceLanes(1), BLOCK),
            partials.at(),
            products.at(),
            null,
            rows,
            0,
            columns,
            stride,
            chunks.userRows(),
            chunks.itemRows());
    check(
        JCudaDriver.cuMemcpyDtoHAsync(
            downloaded.pointer(), products.at(), (long) stride * stride * Float.BYTES, stream),
        "cuMemcpyDtoHAsync");
  }

  /** Takes the products that were queued, once the stream has been waited for. */
  float[] takeProducts() {
    float[] values = new float[stride * stride];
    downloaded.buffer().asFloatBuffer().get(values);
    return values;
  }

  /**
   * Queues the upload of a prior, and each row's right side. The stream has been waited for since
   * the one before.
   */
  public void takePrior(CUstream stream, PriorTerms prior) {
    int ld = size.ld();
    prior.write(uploaded.buffer().asFloatBuffer(), ld);
    check(
        JCudaDriver.cuMemcpyHtoDAsync(
            terms.at(), uploaded.pointer(), (long) termRows() * ld * Float.BYTES, stream),
        "cuMemcpyHtoDAsync");
    if (features > 0) {
      module
          .kernel("gravmf_prior_right")
          .launch(
              stream,
              Shape.covering((long) rows * ld, BLOCK),
              laidOut.at((size.unknowns() + 1L) * Float.BYTES),
              term(2 * size.unknowns()),
              rights.at(),
              rows,
              features,
              stride,
              ld);
    }
  }

  private CUdeviceptr term(int row) {
    return terms.at((long) row * size.ld() * Float.BYTES);
  }

  CUdeviceptr precision() {
    return term(0);
  }

  CUdeviceptr root() {
    return term(size.unknowns());
  }

  CUdeviceptr right() {
    return features > 0 ? rights.at() : term(2 * size.unknowns());
  }

  /** Returns the floats from a row's right side to the next row's; 0 where all have one. */
  int rightStride() {
    return features > 0 ? size.ld() : 0;
  }
}
