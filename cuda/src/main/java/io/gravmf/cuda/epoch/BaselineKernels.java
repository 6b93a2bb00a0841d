package io.gravmf.cuda.epoch;

import static io.gravmf.kernels.KernelShapes.BLOCK;
import static io.gravmf.kernels.KernelShapes.DENSE_TILE;
import static io.gravmf.kernels.KernelShapes.SIMPLE_BLOCK;
import static io.gravmf.kernels.KernelShapes.denseRows;

import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * The plainest form of every training kernel, and dense gravity: what the fast ones are checked
 * against and compared with. They need {@link DeviceProblem#product} and {@link
 * DeviceProblem#rowSums}.
 */
public final class BaselineKernels {

  /** Of a block of the plain Gram kernel, which takes any. */
  private static final int SQUARE = 16;

  private final KernelModule module;
  private final DeviceProblem p;
  private final TrainingKernels training;
  private final Scalars s;
  private final int n;
  private final int m;
  private final int d;
  private final int ld;

  /** Kernels for a problem; launches are queued on the stream that each method is given. */
  public BaselineKernels(KernelModule module, DeviceProblem problem, TrainingKernels training) {
    this.module = module;
    p = problem;
    this.training = training;
    s = training.scalars();
    n = p.size.n();
    m = p.size.m();
    d = p.size.d();
    ld = p.size.ld();
  }

  /** Gravity the notebook's way: every pair, in tiles that are never stored. */
  public void denseGravity(CUstream stream) {
    int width = p.size.width();
    int rows = denseRows(width);
    module
        .kernel("gravmf_dense_gravity_" + width)
        .launch(
            stream,
            new Shape(ceil(n, rows) + ceil(m, rows), 1, 1, BLOCK, 1, DENSE_TILE * ld * Float.BYTES),
            p.factors,
            p.product,
            p.rowSums,
            n,
            m,
            d,
            ld);
  }

  /** The same, a thread a row. */
  public void simpleDenseGravity(CUstream stream) {
    module
        .kernel("gravmf_dense_gravity_simple")
        .launch(
            stream,
            Shape.covering(p.size.rows(), SIMPLE_BLOCK),
            p.factors,
            p.product,
            p.rowSums,
            n,
            m,
            d,
            ld);
  }

  /** Writes both Gram matrices. */
  public void gram(CUstream stream) {
    int blocks = (int) ceil(ld, SQUARE);
    module
        .kernel("gravmf_gram_simple")
        .launch(
            stream,
            new Shape(blocks, blocks, 2, SQUARE, SQUARE, 0),
            p.factors,
            p.gram,
            n,
            m,
            d,
            ld);
  }

  /** Writes each row times the other side's Gram matrix to {@code product}. */
  public void product(CUstream stream) {
    module
        .kernel("gravmf_product_simple")
        .launch(
            stream,
            Shape.covering(p.size.size(), BLOCK),
            p.factors,
            p.gram,
            p.product,
            n,
            m,
            d,
            ld);
  }

  /** Writes sums of {@code e y} to {@code product}, of squared errors to {@code rowSums}. */
  public void sparse(CUstream stream) {
    module
        .kernel("gravmf_sparse_simple")
        .launch(
            stream,
            Shape.covering(p.size.rows(), SIMPLE_BLOCK),
            p.factors,
            p.columns,
            p.targets,
            p.rowBegin,
            p.product,
            p.rowSums,
            n,
            m,
            d,
            ld);
  }

  /** Turns the sums of {@code e y} in {@code product} into the gradient. */
  public void gradient(CUstream stream) {
    module
        .kernel("gravmf_gradient_simple")
        .launch(
            stream,
            Shape.covering(p.size.size(), BLOCK),
            p.factors,
            p.gram,
            p.product,
            n,
            m,
            d,
            ld,
            s.errorScale(),
            s.l2Users(),
            s.l2Items(),
            s.gravityScale());
  }

  /** The loss of an epoch, from {@code rowSums}. */
  public void loss(CUstream stream) {
    training.loss(stream, p.rowSums, n, null, p.losses, p.counter, s.inverseRatings());
  }

  /** AdamW on the gradient in {@code product}. */
  public void adamw(CUstream stream) {
    adamw(stream, "gravmf_adamw_simple", 1);
  }

  /** The same, 16 bytes a thread. */
  public void wideAdamw(CUstream stream) {
    adamw(stream, "gravmf_adamw", 4);
  }

  private void adamw(CUstream stream, String name, int valuesOfThread) {
    CUdeviceptr gradient = p.product;
    module
        .kernel(name)
        .launch(
            stream,
            Shape.covering(p.size.size(), BLOCK * valuesOfThread, BLOCK),
            p.factors,
            p.first,
            p.second,
            gradient,
            p.schedule,
            p.counter,
            p.size.size(),
            d,
            ld,
            s.decay(),
            s.oneMinusBeta1(),
            s.oneMinusBeta2(),
            s.epsilon());
  }

  private static long ceil(int rows, int step) {
    return ((long) rows + step - 1) / step;
  }
}
