package io.gravmf.bench.measure;

import static io.gravmf.backend.cpu.CpuKernels.BLOCK;
import static io.gravmf.backend.cpu.CpuKernels.DOTS_OVERRUN;
import static io.gravmf.backend.cpu.CpuKernels.GRAM_PANEL;
import static io.gravmf.backend.cpu.CpuKernels.GRAM_PIECE;

import io.gravmf.backend.cpu.CpuBackendProvider;
import io.gravmf.backend.cpu.CpuKernels;
import io.gravmf.backend.cpu.PaddedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.train.InitialFactors;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The gradient of gravity for both sides, on one thread, by two ways with the same inner loops:
 * through every pair of a user and an item, as the notebook does, though never storing them; and
 * through the Gram matrices, {@code U (VᵀV)}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GravityBenchmark {

  private static final int SEGMENT = 32;

  /** Which implementation. */
  @Param("cpu-vector")
  public String device;

  /** Number of users. */
  @Param({"943", "1886", "3772", "7544"})
  public int users;

  /** Number of items. */
  @Param({"1682", "3364", "6728", "13456"})
  public int items;

  /** Number of factors. */
  @Param("100")
  public int dim;

  private CpuKernels kernels;
  private int stride;
  private PaddedRows u;
  private PaddedRows v;
  private int[] everyRow;
  private float[] segment;
  private float[] products;
  private PaddedRows gradients;
  private PaddedRows gram;
  private PaddedRows panel;

  /** Draws the factors. */
  @Setup
  public void prepare() {
    kernels = CpuBackendProvider.kernels(device);
    stride = (dim + kernels.lanes() - 1) / kernels.lanes() * kernels.lanes();
    var start = InitialFactors.normal(users, items, dim, 1);
    u = padded(start.users().factors());
    v = padded(start.items().factors());
    everyRow = new int[Math.max(users, items)];
    Arrays.setAll(everyRow, k -> k);
    segment = new float[SEGMENT + DOTS_OVERRUN];
    products = new float[everyRow.length];
    gradients = kernels.rows(Math.max(users, items), stride);
    gram = kernels.rows(dim, stride);
    panel = kernels.rows(GRAM_PANEL, stride);
  }

  private PaddedRows padded(FloatMatrix matrix) {
    PaddedRows values = kernels.rows(matrix.rows(), stride);
    for (int row = 0; row < matrix.rows(); row++) {
      values.setRow(row, matrix.values(), row * dim, dim);
    }
    return values;
  }

  /** Every pair. */
  @Benchmark
  public PaddedRows dense() {
    dense(u, users, v, items);
    dense(v, items, u, users);
    return gradients;
  }

  private void dense(PaddedRows x, int rows, PaddedRows y, int others) {
    for (int row = 0; row < rows; row++) {
      int at = gradients.at(row);
      Arrays.fill(gradients.array(row), at, at + stride, 0);
      for (int from = 0; from < others; from += SEGMENT) {
        int to = Math.min(from + SEGMENT, others);
        kernels.dots(x, row, y, everyRow, from, to, segment);
        System.arraycopy(segment, 0, products, from, to - from);
        kernels.addWeightedRows(y, everyRow, from, to, products, null, 1, gradients, row);
      }
    }
  }

  /** The Gram matrices and their products with the rows. */
  @Benchmark
  public PaddedRows gram() {
    gram(v, items);
    multiply(u, users);
    gram(u, users);
    multiply(v, items);
    return gradients;
  }

  private void gram(PaddedRows x, int count) {
    gram = kernels.rows(dim, stride);
    for (int row = 0; row < count; row += GRAM_PIECE) {
      int rows = Math.min(GRAM_PIECE, count - row);
      for (int column = 0; column < dim; column += GRAM_PANEL) {
        int columns = CpuKernels.panelColumns(dim, column);
        kernels.gramPanel(x, row, rows, dim, column, columns, panel);
        addPanel(column, Math.min(columns, dim - column));
      }
    }
  }

  private void addPanel(int first, int columns) {
    for (int a = 0; a < columns; a++) {
      for (int b = first + a; b < dim; b++) {
        gram.set(first + a, b, gram.get(first + a, b) + panel.get(a, b));
        gram.set(b, first + a, gram.get(first + a, b));
      }
    }
  }

  private void multiply(PaddedRows x, int count) {
    for (int row = 0; row < count; row += BLOCK) {
      int rows = Math.min(BLOCK, count - row);
      kernels.multiply(x, row, rows, dim, gram, gradients);
    }
  }
}
