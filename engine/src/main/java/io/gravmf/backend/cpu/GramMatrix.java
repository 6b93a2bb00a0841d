package io.gravmf.backend.cpu;

/**
 * The Gram matrix XᵀX of one side's factors, summed in a fixed order: float32 within pieces of at
 * most {@link #PIECE} rows, float64 across pieces.
 *
 * <p>It is made in two phases of independent tasks, a panel of rows of the matrix each, above the
 * diagonal alone. Phase one sums chunks of X's rows; phase two adds the chunks, after which the
 * panel can be asked for its share of a trace or of an inner product.
 */
final class GramMatrix {

  /** Rows of X summed in float32; rounding grows with the root of this, about 1e-6 relative. */
  static final int PIECE = CpuKernels.GRAM_PIECE;

  /**
   * Rows of the matrix in a panel. A panel begins its columns at the diagonal; narrower ones waste
   * less below it.
   */
  static final int PANEL = CpuKernels.GRAM_PANEL;

  /** Rows of X that are worth a chunk's memory and its addition to the others. */
  private static final int CHUNK = 8 * PIECE;

  /** More chunks would cost memory, 8 d² bytes each, and give no machine more to do at once. */
  private static final int MAX_CHUNKS = 16;

  private final int rows;
  private final int dim;
  private final int stride;
  private final int panels;

  /** By chunk, {@code stride x stride}; the first receives the sum of all. */
  private final double[][] chunks;

  GramMatrix(int rows, int dim, int stride) {
    this.rows = rows;
    this.dim = dim;
    this.stride = stride;
    panels = panels(dim);
    chunks = new double[chunks(rows)][stride * stride];
  }

  /** Returns how many chunks the rows are summed in. */
  static int chunks(int rows) {
    return Math.min(MAX_CHUNKS, (rows + CHUNK - 1) / CHUNK);
  }

  /** Returns the number of panels, which is that of tasks in phase two. */
  static int panels(int dim) {
    return (dim + PANEL - 1) / PANEL;
  }

  int sumTasks() {
    return chunks.length * panels;
  }

  /**
   * Phase one; the first tasks are the longest.
   *
   * @param scratch has {@link #PANEL} rows
   */
  void sumChunk(int task, CpuKernels kernels, PaddedRows factors, PaddedRows scratch) {
    int chunk = task % chunks.length;
    int first = task / chunks.length * PANEL;
    int columns = CpuKernels.panelColumns(dim, first);
    int from = (int) ((long) rows * chunk / chunks.length);
    int to = (int) ((long) rows * (chunk + 1) / chunks.length);
    for (int row = from; row < to; row += PIECE) {
      int piece = Math.min(PIECE, to - row);
      kernels.gramPanel(factors, row, piece, dim, first, columns, scratch);
      for (int a = 0; a < Math.min(columns, dim - first); a++) {
        int at = (first + a) * stride;
        addRow(chunks[chunk], at, scratch.array(a), scratch.at(a), first, dim, row == from);
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
  void addChunks(int panel) {
    double[] sum = chunks[0];
    for (int chunk = 1; chunk < chunks.length; chunk++) {
      double[] part = chunks[chunk];
      for (int a = panel * PANEL; a < end(panel); a++) {
        for (int k = a * stride + a; k < a * stride + dim; k++) {
          sum[k] += part[k];
        }
      }
    }
  }

  private int end(int panel) {
    return Math.min(dim, (panel + 1) * PANEL);
  }

  /** Returns a panel's share of |X|², the trace. */
  double squaredNorm(int panel) {
    double sum = 0;
    for (int a = panel * PANEL; a < end(panel); a++) {
      sum += chunks[0][a * stride + a];
    }
    return sum;
  }

  /**
   * Returns a panel's share of the inner product with the other side's matrix, which is the sum of
   * all squared x . y.
   */
  double inner(GramMatrix other, int panel) {
    double[] g = chunks[0];
    double[] h = other.chunks[0];
    double diagonal = 0;
    double above = 0;
    for (int a = panel * PANEL; a < end(panel); a++) {
      int at = a * stride;
      diagonal += g[at + a] * h[at + a];
      above += inner(g, h, at + a + 1, at + dim);
    }
    return diagonal + 2 * above;
  }

  /** Four sums, because each addition has to wait for the one before it. */
  private static double inner(double[] g, double[] h, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = from;
    for (; k + 3 < to; k += 4) {
      s0 += g[k] * h[k];
      s1 += g[k + 1] * h[k + 1];
      s2 += g[k + 2] * h[k + 2];
      s3 += g[k + 3] * h[k + 3];
    }
    for (; k < to; k++) {
      s0 += g[k] * h[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Writes a panel of {@code scale * G + diagonal * I} and its mirror image, rounded to float32:
   * the matrix's product with a row of the other side is the gradient of gravity and of L2
   * together.
   *
   * @param out has d rows
   */
  void writeScaled(int panel, double scale, double diagonal, PaddedRows out) {
    double[] g = chunks[0];
    int first = panel * PANEL;
    int end = end(panel);
    for (int a = first; a < end; a++) {
      int at = a * stride;
      float[] row = out.array(a);
      int rowAt = out.at(a);
      for (int b = a; b < dim; b++) {
        row[rowAt + b] = (float) (scale * g[at + b]);
      }
      row[rowAt + a] = (float) (scale * g[at + a] + diagonal);
    }
    for (int b = first + 1; b < dim; b++) {
      float[] row = out.array(b);
      int rowAt = out.at(b);
      for (int a = first; a < Math.min(b, end); a++) {
        row[rowAt + a] = out.get(a, b);
      }
    }
  }
}
