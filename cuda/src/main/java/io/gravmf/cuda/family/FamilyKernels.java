package io.gravmf.cuda.family;

import static io.gravmf.kernels.KernelShapes.BLOCK;
import static io.gravmf.kernels.KernelShapes.LOSS_BLOCK;

import io.gravmf.cuda.driver.Kernel;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.rows.Side;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/** The kernels that epochs and sweeps have in common, for one problem. */
public final class FamilyKernels {

  private final KernelModule module;
  private final FamilyProblem p;
  private final int n;
  private final int m;
  private final int d;
  private final int ld;

  /** Takes a problem. */
  public FamilyKernels(KernelModule module, FamilyProblem problem) {
    this.module = module;
    p = problem;
    n = p.size.n();
    m = p.size.m();
    d = p.size.d();
    ld = p.size.ld();
  }

  private Kernel wide(String name) {
    return module.kernel(name + "_" + p.size.width());
  }

  /** Both Gram matrices of the first d columns; counts an epoch where {@code counter} is given. */
  void gram(CUstream stream, CUdeviceptr counter) {
    gram(stream, p.chunks.units(), 2, counter);
  }

  /** The users' Gram matrix alone. */
  void gramOfUsers(CUstream stream) {
    gram(stream, p.chunks.userUnits(n), 1, null);
  }

  private void gram(CUstream stream, int units, int sides, CUdeviceptr counter) {
    module
        .kernel("gravmf_gram_partial")
        .launch(
            stream,
            Shape.warps(units),
            p.factors.at(),
            p.gramPartials.at(),
            n,
            m,
            d,
            ld,
            p.chunks.userRows(),
            p.chunks.itemRows());
    module
        .kernel("gravmf_gram_reduce")
        .launch(
            stream,
            Shape.covering(p.chunks.reduceLanes(sides), BLOCK),
            p.gramPartials.at(),
            p.gram.at(),
            counter,
            n,
            m,
            d,
            ld,
            p.chunks.userRows(),
            p.chunks.itemRows());
  }

  /**
   * Squared errors of each segment of the users; with {@code partials} the items' segments too, and
   * each segment's sum of {@code w e y} there.
   */
  public void errors(CUstream stream, DeviceRatings ratings, CUdeviceptr partials) {
    int segments = partials == null ? ratings.userSegments : ratings.cut.count();
    wide("gravmf_weighted_sparse")
        .launch(
            stream,
            Shape.warps(segments),
            p.factors.at(),
            ratings.columns.at(),
            ratings.targets.at(),
            ratings.weights(),
            ratings.entryBegin.at(),
            ratings.segmentRow.at(),
            partials,
            ratings.sse.at(),
            segments,
            n,
            ld);
  }

  /**
   * The objective's terms from squared errors and Gram matrices.
   *
   * @param counter of epochs or sweeps, for the place of the loss; null: the first
   * @param advances whether a sweep ends here, so that the counter goes on
   */
  public void objective(
      CUstream stream,
      DeviceRatings ratings,
      CUdeviceptr losses,
      CUdeviceptr counter,
      boolean advances) {
    module
        .kernel("gravmf_penalties")
        .launch(
            stream,
            Shape.warps(p.size.rows()),
            p.factors.at(),
            p.penalty.at(),
            p.penalties.at(),
            n,
            m,
            d,
            ld,
            p.size.biases(),
            p.biasWeight(Side.USERS),
            p.biasWeight(Side.ITEMS));
    module
        .kernel("gravmf_objective")
        .launch(
            stream,
            Shape.of(1, LOSS_BLOCK),
            ratings.sse.at(),
            (long) ratings.userSegments,
            p.penalties.at(),
            p.gram.at(),
            losses,
            counter,
            advances ? 1 : 0,
            n,
            m,
            d,
            ld,
            ratings.inverseSize(),
            p.gravity);
  }
}
