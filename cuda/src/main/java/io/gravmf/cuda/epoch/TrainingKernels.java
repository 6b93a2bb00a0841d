package io.gravmf.cuda.epoch;

import static io.gravmf.cuda.driver.Driver.check;
import static io.gravmf.kernels.KernelShapes.BLOCK;
import static io.gravmf.kernels.KernelShapes.LOSS_BLOCK;
import static io.gravmf.kernels.KernelShapes.PERSISTENT_BLOCK;
import static io.gravmf.kernels.KernelShapes.UPDATE_BLOCK;
import static io.gravmf.kernels.KernelShapes.updateRows;

import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.Kernel;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Each training kernel with its launch shape and its arguments for one problem. */
public final class TrainingKernels {

  private final KernelModule module;
  private final DeviceProblem p;
  private final Scalars s;
  private final int n;
  private final int m;
  private final int d;
  private final int ld;
  private final int width;

  /** Kernels for a problem; launches are queued on the stream that each method is given. */
  public TrainingKernels(KernelModule module, DeviceProblem problem, Scalars scalars) {
    this.module = module;
    p = problem;
    s = scalars;
    n = p.size.n();
    m = p.size.m();
    d = p.size.d();
    ld = p.size.ld();
    width = p.size.width();
  }

  /** Returns the scalars of the run. */
  public Scalars scalars() {
    return s;
  }

  private Kernel wide(String name) {
    return module.kernel(name + "_" + width);
  }

  /** Each segment's sum of {@code e y} and of squared errors. */
  public void sparse(CUstream stream) {
    wide("gravmf_sparse")
        .launch(
            stream,
            Shape.warps(p.segments),
            p.factors,
            p.columns,
            p.targets,
            p.entryBegin,
            p.segmentRow,
            p.partials,
            p.sse,
            p.segments,
            n,
            ld);
  }

  /** The Gram tiles of each chunk of rows. */
  public void gramPartial(CUstream stream) {
    module
        .kernel("gravmf_gram_partial")
        .launch(
            stream,
            Shape.warps(p.chunks.units()),
            p.factors,
            p.gramPartials,
            n,
            m,
            d,
            ld,
            p.chunks.userRows(),
            p.chunks.itemRows());
  }

  /** Also counts the epoch, where it is part of one. */
  public void gramReduce(CUstream stream, boolean countsEpoch) {
    module
        .kernel("gravmf_gram_reduce")
        .launch(
            stream,
            Shape.covering(p.chunks.reduceLanes(2), BLOCK),
            p.gramPartials,
            p.gram,
            countsEpoch ? p.counter : null,
            n,
            m,
            d,
            ld,
            p.chunks.userRows(),
            p.chunks.itemRows());
  }

  /**
   * The end of an epoch: gradients joined, AdamW, and the loss of the epoch.
   *
   * @param product gravity's gradient, or null to compute it from the Gram matrices
   * @param gravityRows squared predictions summed by user, or null to take the loss from there
   */
  public void update(CUstream stream, CUdeviceptr product, CUdeviceptr gravityRows) {
    int rows = updateRows(width);
    update(stream, product, gravityRows, 1L + ceil(n, rows) + ceil(m, rows));
  }

  /**
   * The update's block that writes the loss, of the first epoch, and no other: so that the kernel
   * is loaded and nothing changes that an epoch does not write anew.
   */
  void updateLossAlone(CUstream stream) {
    check(JCudaDriver.cuMemsetD32Async(p.counter, 0, 1, stream), "cuMemsetD32Async");
    update(stream, null, null, 1);
  }

  private void update(CUstream stream, CUdeviceptr product, CUdeviceptr gravityRows, long blocks) {
    wide("gravmf_update")
        .launch(
            stream,
            Shape.of(blocks, UPDATE_BLOCK),
            p.factors,
            p.first,
            p.second,
            p.partials,
            p.rowSegments,
            p.gram,
            product,
            gravityRows,
            p.schedule,
            p.counter,
            p.sse,
            p.losses,
            n,
            m,
            d,
            ld,
            s.errorScale(),
            s.l2Users(),
            s.l2Items(),
            s.gravityScale(),
            s.decay(),
            s.oneMinusBeta1(),
            s.oneMinusBeta2(),
            s.epsilon(),
            s.inverseRatings(),
            s.lambdaR(),
            s.lambdaG());
  }

  /**
   * Returns how many blocks of the persistent kernel a device holds at once; 0 if it cannot run.
   */
  public static int persistentBlocks(CudaDevice device, KernelModule module, Dimensions size) {
    return device.cooperative() && size.hasPersistentKernel()
        ? module.kernel("gravmf_persistent_" + size.width()).residentBlocks(PERSISTENT_BLOCK)
        : 0;
  }

  /** So many whole epochs in one cooperative launch. */
  public void persistent(CUstream stream, int epochs) {
    wide("gravmf_persistent")
        .launchCooperative(
            stream,
            p.persistentBlocks,
            PERSISTENT_BLOCK,
            p.factors,
            p.first,
            p.second,
            p.columns,
            p.targets,
            p.units,
            p.unitBegin,
            p.rowSegments,
            p.partials,
            p.sse,
            p.gramPartials,
            p.gram,
            p.schedule,
            p.losses,
            n,
            m,
            d,
            ld,
            p.chunks.userRows(),
            p.chunks.itemRows(),
            epochs,
            s.errorScale(),
            s.l2Users(),
            s.l2Items(),
            s.gravityScale(),
            s.decay(),
            s.oneMinusBeta1(),
            s.oneMinusBeta2(),
            s.epsilon(),
            s.inverseRatings(),
            s.lambdaR(),
            s.lambdaG());
  }

  /** Bytes of rows that the sparse pass of an epoch gathers. */
  long gatheredBytes() {
    return p.entries * ld * Float.BYTES;
  }

  /** Squared errors of the validation ratings; the Gram matrices must be those of the factors. */
  public void validation(CUstream stream) {
    wide("gravmf_validation")
        .launch(
            stream,
            Shape.warps(p.validationParts),
            p.factors,
            p.validationUsers,
            p.validationItems,
            p.validationTargets,
            p.validationSse,
            (long) p.validationCount,
            n,
            ld);
    double inverse = p.validationCount == 0 ? 0 : 1.0 / p.validationCount;
    loss(stream, p.validationSse, p.validationParts, null, p.validationLoss, null, inverse);
  }

  /** The loss from sums of squared errors; of the epoch that the counter says, or of the first. */
  public void loss(
      CUstream stream,
      CUdeviceptr sse,
      long parts,
      CUdeviceptr gravityRows,
      CUdeviceptr losses,
      CUdeviceptr counter,
      double inverseRatings) {
    module
        .kernel("gravmf_loss")
        .launch(
            stream,
            Shape.of(1, LOSS_BLOCK),
            sse,
            parts,
            p.gram,
            gravityRows,
            losses,
            counter,
            n,
            m,
            d,
            ld,
            inverseRatings,
            s.lambdaR(),
            s.lambdaG());
  }

  /** Counts an epoch. */
  public void advance(CUstream stream) {
    module.kernel("gravmf_advance").launch(stream, Shape.of(1, 1), p.counter);
  }

  private static long ceil(int rows, int step) {
    return ((long) rows + step - 1) / step;
  }
}
