package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;

import java.util.Arrays;

/**
 * The Gram matrix XᵀX of one side's factors, summed in a fixed order: float32 within pieces of at
 * most {@link #PIECE} rows, float64 across pieces. Chunks of rows are independent tasks.
 */
public final class Gram {

  /** Rows summed in float32; rounding grows with the root of this, about 1e-6 relative. */
  public static final int PIECE = 128;

  /** Rows that are worth a chunk's memory and its addition to the others. */
  private static final int CHUNK = PIECE;

  /** More chunks would cost memory, 4 d² bytes each, and give no machine more to do at once. */
  private static final int MAX_CHUNKS = 16;

  private final SolverKernels kernels;
  private final int rows;
  private final int dim;
  private final int stride;

  /** By chunk, the lower triangle by rows; the first receives the sum of all. */
  private final double[][] chunks;

  /**
   * Describes a matrix.
   *
   * @param rows of X
   * @param dim columns to multiply, the first ones
   * @param stride of X
   */
  public Gram(SolverKernels kernels, int rows, int dim, int stride) {
    this.kernels = kernels;
    this.rows = rows;
    this.dim = dim;
    this.stride = stride;
    chunks = new double[chunks(rows)][dim * (dim + 1) / 2];
  }

  /** Describes a matrix whose sum is known: the lower triangle by rows, which is held. */
  private Gram(int dim, double[] sum) {
    kernels = null;
    rows = 0;
    stride = 0;
    this.dim = dim;
    chunks = new double[][] {sum};
  }

  /** Returns the matrix of so many columns whose lower triangle, by rows, is known; held. */
  public static Gram of(int dim, double[] sum) {
    return new Gram(dim, sum);
  }

  /** Returns how many chunks so many rows are summed in. */
  public static int chunks(int rows) {
    return Math.max(1, Math.min(MAX_CHUNKS, (rows + CHUNK - 1) / CHUNK));
  }

  /** Returns where a chunk of so many rows begins, or the last ends. */
  public static int chunkStart(int rows, int chunk) {
    return (int) ((long) rows * chunk / chunks(rows));
  }

  /** Returns the number of tasks of {@link #sum}. */
  public int tasks() {
    return chunks.length;
  }

  /** Memory of one worker. */
  public static final class Scratch {
    private final float[] piece;

    /** Makes memory for matrices of rows of so many columns. */
    public Scratch(SolverKernels kernels, int columns) {
      int order = (columns + SolverKernels.PANEL - 1) / SolverKernels.PANEL * SolverKernels.PANEL;
      piece = new float[LEAD + order * kernels.stride(columns)];
    }
  }

  /** Sums a chunk of X's rows. */
  public void sum(int task, float[] x, Scratch scratch) {
    double[] sum = chunks[task];
    Arrays.fill(sum, 0);
    addRows(x, chunkStart(rows, task), chunkStart(rows, task + 1), sum, scratch);
  }

  /**
   * Adds the products of some rows to a sum.
   *
   * @param from the first; pieces of {@link #PIECE} rows are counted from here
   * @param to behind the last
   * @param sum the lower triangle by rows
   */
  public void addRows(float[] x, int from, int to, double[] sum, Scratch scratch) {
    for (int row = from; row < to; row += PIECE) {
      kernels.writeGram(x, row, Math.min(PIECE, to - row), dim, stride, scratch.piece);
      add(scratch.piece, sum);
    }
  }

  private void add(float[] piece, double[] sum) {
    int at = 0;
    for (int i = 0; i < dim; i++) {
      int pieceAt = LEAD + i * stride;
      for (int j = 0; j <= i; j++) {
        sum[at + j] += piece[pieceAt + j];
      }
      at += i + 1;
    }
  }

  /** Adds the chunks, when all are summed. */
  public void finish() {
    double[] sum = chunks[0];
    for (int chunk = 1; chunk < chunks.length; chunk++) {
      double[] part = chunks[chunk];
      for (int k = 0; k < sum.length; k++) {
        sum[k] += part[k];
      }
    }
  }

  /** Returns an entry of the sum of all chunks. */
  public double get(int row, int column) {
    int greater = Math.max(row, column);
    return chunks[0][greater * (greater + 1) / 2 + Math.min(row, column)];
  }

  /** Returns the inner product with the other side's matrix: the sum of all squared x . y. */
  public double inner(Gram other) {
    double[] g = chunks[0];
    double[] h = other.chunks[0];
    double sum = 0;
    int at = 0;
    for (int i = 0; i < dim; i++) {
      double below = 0;
      for (int j = 0; j < i; j++) {
        below += g[at + j] * h[at + j];
      }
      sum += 2 * below + g[at + i] * h[at + i];
      at += i + 1;
    }
    return sum;
  }

  /** Writes {@code scale G + ridge I} to the part that the systems of the other side share. */
  public void writeShared(double scale, double ridge, FixedSide side) {
    float[] out = side.shared();
    double[] g = chunks[0];
    int at = 0;
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j <= i; j++) {
        float value = (float) (scale * g[at + j] + (i == j ? ridge : 0));
        out[LEAD + i * side.stride + j] = value;
        out[LEAD + j * side.stride + i] = value;
      }
      at += i + 1;
    }
  }
}
