package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;

/**
 * The side that is held fixed while rows of the other are solved: its factors Y, and the part S of
 * their systems that all rows share, {@code S = γ YᵀY + D}.
 *
 * <p>Where rows have biases, these are one more unknown, the last: Y's last column is 1, and S's
 * last row and column are 0 but for the bias's ridge on the diagonal.
 *
 * <p>After the factors have changed, {@link #shared()} is written, then {@link #prepare} is called,
 * then every task of {@link #transform} is run, by any threads; then rows can be solved, by any
 * threads.
 */
public final class FixedSide {

  /** Factors brought into the dual form's basis by one task. */
  private static final int TASK = 64;

  private final SolverKernels kernels;
  final float[] factors;
  private final int rows;
  final int dim;
  final int stride;
  final boolean bias;
  private final DualForm wanted;
  private final float[] shared;

  /** S as the beginning of every row's system. */
  final Cholesky system;

  private DualForm form = DualForm.NONE;
  private DualBasis basis;
  private float[] transformed;

  /**
   * Describes a side.
   *
   * @param factors Y in the kernels' layout, {@code kernels.stride(dim)} apart; held, not copied
   * @param rows of Y
   * @param dim unknowns of a row of the other side, a bias included
   * @param bias whether the last unknown is a bias
   * @param form how short rows are solved
   */
  public FixedSide(
      SolverKernels kernels, float[] factors, int rows, int dim, boolean bias, DualForm form) {
    this.kernels = kernels;
    this.factors = factors;
    this.rows = rows;
    this.dim = dim;
    this.bias = bias;
    stride = kernels.stride(dim);
    wanted = form;
    shared = new float[LEAD + dim * stride];
    system = new Cholesky(kernels, dim);
  }

  private FixedSide(FixedSide like, float[] factors, int rows) {
    kernels = like.kernels;
    this.factors = factors;
    this.rows = rows;
    dim = like.dim;
    bias = like.bias;
    stride = like.stride;
    wanted = like.wanted;
    shared = like.shared;
    system = like.system;
    form = like.form;
    basis = like.basis;
    transformed = basis == null ? null : new float[factors.length];
  }

  /**
   * Returns other rows of Y with the S that this side has taken over ({@link #prepare}), which is
   * not to be prepared again: what is left is {@link #transform}.
   *
   * @param otherFactors in the kernels' layout; held, not copied
   * @param otherRows how many
   */
  public FixedSide over(float[] otherFactors, int otherRows) {
    return new FixedSide(this, otherFactors, otherRows);
  }

  /** Returns S, d rows in the kernels' layout, both triangles, to be written to. */
  public float[] shared() {
    return shared;
  }

  /** Returns the number of rows of Y. */
  public int rows() {
    return rows;
  }

  /** Takes over S. */
  public void prepare() {
    system.clear();
    int offset = system.offset();
    for (int i = 0; i < dim; i++) {
      System.arraycopy(
          shared, LEAD + i * stride, system.matrix(), system.at(offset + i, offset), i + 1);
    }
    basis =
        switch (wanted) {
          case FACTORED -> DualBasis.factored(shared, dim, stride);
          case ROTATED -> DualBasis.rotated(shared, dim, stride, bias);
          case NONE, DIAGONAL -> null;
        };
    form = basis == null && wanted != DualForm.DIAGONAL ? DualForm.NONE : wanted;
    if (basis != null && transformed == null) {
      transformed = new float[factors.length];
    }
  }

  /** Returns the number of tasks of {@link #transform}. */
  public int transformTasks() {
    return basis == null ? 0 : (rows + TASK - 1) / TASK;
  }

  /** Brings some of the factors into the dual form's basis. */
  public void transform(int task) {
    int first = task * TASK;
    int count = Math.min(TASK, rows - first);
    kernels.multiply(factors, first, count, dim, stride, basis.there, transformed, first);
  }

  /** Returns the form that short rows are solved in. */
  DualForm form() {
    return form;
  }

  /** Returns the basis of the dual form, or null where it is that of the factors. */
  DualBasis basis() {
    return basis;
  }

  /** Returns the factors in the basis of the dual form. */
  float[] dualFactors() {
    return basis == null ? factors : transformed;
  }

  float shared(int i, int j) {
    return shared[LEAD + i * stride + j];
  }
}
