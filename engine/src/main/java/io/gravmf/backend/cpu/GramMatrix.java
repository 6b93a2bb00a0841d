package io.gravmf.backend.cpu;

/**
 * The Gram matrix XᵀX of one side's factors, summed in a fixed order: float32 within pieces of at
 * most {@link #PIECE} rows, float64 across pieces.
 *
 * <p>It is made in two phases of independent tasks. Phase one sums chunks of rows, a panel of the
 * matrix at a time, above the diagonal alone; phase two adds the chunks and mirrors.
 */
final class GramMatrix {

  /** Rows summed in float32; rounding grows with the root of this, about 1e-6 relative. */
  static final int PIECE = 256;

  /** Rows of the matrix in a panel: its share of X stays in the first-level cache. */
  static final int PANEL = 32;

  /** More chunks would cost memory, 8 d² bytes each, and give no machine more to do at once. */
  private static final int MAX_CHUNKS = 16;

  private final int rows;
  private final int dim;
  private final int stride;
  private final int chunks;
  private final int panels;
  private final double[][] partials;
  private final double[] sums;

  GramMatrix(int rows, int dim, int stride) {
    this.rows = rows;
    this.dim = dim;
    this.stride = stride;
    chunks = Math.min(MAX_CHUNKS, (rows + PIECE - 1) / PIECE);
    panels = (stride + PANEL - 1) / PANEL;
    partials = new double[chunks][stride * stride];
    sums = new double[dim * dim];
  }

  /** Returns the bytes that a Gram matrix of this shape takes, and as much again for scratch. */
  static long bytes(int rows, int stride) {
    long chunks = Math.min(MAX_CHUNKS, (rows + PIECE - 1) / PIECE);
    return (chunks + 1) * stride * stride * Double.BYTES;
  }

  /** Returns how much scratch {@link #sumChunk} needs, in floats. */
  static int scratchSize(int stride) {
    return CpuKernels.LEAD + PANEL * stride;
  }

  int sumTasks() {
    return chunks * panels;
  }

  int mirrorTasks() {
    return panels;
  }

  /** Phase one. */
  void sumChunk(int task, CpuKernels kernels, float[] factors, float[] scratch) {
    int chunk = task / panels;
    int firstColumn = task % panels * PANEL;
    int columns = Math.min(PANEL, stride - firstColumn);
    double[] partial = partials[chunk];
    int from = (int) ((long) rows * chunk / chunks);
    int to = (int) ((long) rows * (chunk + 1) / chunks);
    for (int row = from; row < to; row += PIECE) {
      int piece = Math.min(PIECE, to - row);
      kernels.gramPanel(factors, row, piece, stride, firstColumn, columns, scratch);
      for (int a = 0; a < columns; a++) {
        int column = firstColumn + a;
        int scratchAt = CpuKernels.LEAD + a * stride;
        addRow(partial, column * stride, scratch, scratchAt, column, stride, row == from);
      }
    }
  }

  private static void addRow(
      double[] sum, int sumAt, float[] piece, int pieceAt, int from, int to, boolean first) {
    if (first) {
      for (int b = from; b < to; b++) {
        sum[sumAt + b] = piece[pieceAt + b];
      }
    } else {
      for (int b = from; b < to; b++) {
        sum[sumAt + b] += piece[pieceAt + b];
      }
    }
  }

  /** Phase two. */
  void addChunks(int task) {
    int end = Math.min(dim, (task + 1) * PANEL);
    for (int a = task * PANEL; a < end; a++) {
      int from = a * stride;
      double[] row = partials[0];
      for (int chunk = 1; chunk < chunks; chunk++) {
        addRow(row, partials[chunk], from + a, from + dim);
      }
      System.arraycopy(row, from + a, sums, a * dim + a, dim - a);
      for (int b = a + 1; b < dim; b++) {
        sums[b * dim + a] = row[from + b];
      }
    }
  }

  private static void addRow(double[] sum, double[] part, int from, int to) {
    for (int k = from; k < to; k++) {
      sum[k] += part[k];
    }
  }

  /** Returns |X|², the trace. */
  double squaredNorm() {
    double sum = 0;
    for (int a = 0; a < dim; a++) {
      sum += sums[a * dim + a];
    }
    return sum;
  }

  /** Returns the inner product with the other side's, which is the sum of all squared x . y. */
  double inner(GramMatrix other) {
    double sum = 0;
    for (int k = 0; k < sums.length; k++) {
      sum += sums[k] * other.sums[k];
    }
    return sum;
  }

  /**
   * Writes {@code scale * G + diagonal * I}, rounded to float32: its product with a row of the
   * other side is the gradient of gravity and of L2 together.
   *
   * @param out d rows from {@link CpuKernels#LEAD}, {@code stride} apart
   */
  void writeScaled(double scale, double diagonal, float[] out) {
    for (int a = 0; a < dim; a++) {
      for (int b = 0; b < dim; b++) {
        out[CpuKernels.LEAD + a * stride + b] =
            (float) (scale * sums[a * dim + b] + (a == b ? diagonal : 0));
      }
    }
  }
}
