package io.gravmf.bench.measure;

import static io.gravmf.backend.cpu.CpuKernels.BLOCK;
import static io.gravmf.backend.cpu.CpuKernels.DOTS_OVERRUN;
import static io.gravmf.backend.cpu.CpuKernels.GRAM_PANEL;
import static io.gravmf.backend.cpu.CpuKernels.GRAM_PIECE;
import static io.gravmf.backend.cpu.CpuKernels.MAX_SEGMENT;

import io.gravmf.backend.Problem;
import io.gravmf.backend.cpu.AdamwStep;
import io.gravmf.backend.cpu.CpuBackendProvider;
import io.gravmf.backend.cpu.CpuKernels;
import io.gravmf.backend.cpu.PaddedRows;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Targets;
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
 * Each of the CPU's kernels by itself: an epoch's worth of its calls for both sides, on one thread,
 * in blocks of the sizes that the engine uses.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CpuKernelBenchmark {

  /** Which implementation. */
  @Param({"cpu-vector", "cpu-plain"})
  public String device;

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  /** Number of factors. */
  @Param({"16", "100", "256"})
  public int dim;

  private CpuKernels kernels;
  private AdamwStep step;
  private int stride;
  private Rows users;
  private Rows items;
  private PaddedRows square;
  private PaddedRows gradients;
  private int segment;
  private float[] dots;
  private float[] residuals;
  private int[] userEntryOfItemEntry;
  private PaddedRows panel;

  /** One side in the kernels' layout. */
  private static final class Rows {
    final int count;
    final CompressedRows ratings;
    final float[] targets;
    final PaddedRows factors;
    final PaddedRows updated;
    final PaddedRows firstMoment;
    final PaddedRows secondMoment;

    Rows(
        CpuKernels kernels,
        CompressedRows ratings,
        float[] targets,
        FloatMatrix start,
        int stride) {
      this.ratings = ratings;
      this.targets = targets;
      count = start.rows();
      factors = kernels.rows(count, stride);
      updated = kernels.rows(count, stride);
      int dim = start.columns();
      for (int row = 0; row < count; row++) {
        factors.setRow(row, start.values(), row * dim, dim);
        updated.setRow(row, start.values(), row * dim, dim);
      }
      firstMoment = kernels.rows(count, stride);
      secondMoment = kernels.rows(count, stride);
    }
  }

  /** Lays the problem out. */
  @Setup
  public void prepare() {
    kernels = CpuBackendProvider.kernels(device);
    Problem problem = BenchData.problem(data, dim);
    Ratings train = problem.split().train();
    stride = (dim + kernels.lanes() - 1) / kernels.lanes() * kernels.lanes();
    step = AdamwStep.at(1, Optimizer.AdamW.NOTEBOOK);
    users = rows(CompressedRows.byUser(train), train, problem, problem.start().users().factors());
    items = rows(CompressedRows.byItem(train), train, problem, problem.start().items().factors());
    square = kernels.rows(dim, stride);
    for (int row = 0; row < dim; row++) {
      int like = row % users.count;
      square.setRow(row, users.factors.array(like), users.factors.at(like), dim);
    }
    gradients = kernels.rows(BLOCK, stride);
    segment = CpuKernels.segment(stride);
    dots = new float[segment + DOTS_OVERRUN];
    residuals = new float[train.size()];
    userEntryOfItemEntry = items.ratings.entriesIn(users.ratings);
    panel = kernels.rows(GRAM_PANEL, stride);
  }

  private Rows rows(CompressedRows ratings, Ratings train, Problem problem, FloatMatrix start) {
    return new Rows(
        kernels,
        ratings,
        new Targets.Explicit().targets(ratings, train.values(), problem.mean()),
        start,
        stride);
  }

  /** Residuals of the users' ratings, and both sides' sums of weighted rows. */
  @Benchmark
  public PaddedRows sparse() {
    residualsAndSums();
    itemSums();
    return gradients;
  }

  private void residualsAndSums() {
    int[] offsets = users.ratings.offsets();
    int[] columns = users.ratings.columns();
    for (int row = 0; row < users.count; row++) {
      for (int from = offsets[row]; from < offsets[row + 1]; from += segment) {
        int to = Math.min(from + segment, offsets[row + 1]);
        kernels.dots(users.factors, row, items.factors, columns, from, to, dots);
        for (int k = from; k < to; k++) {
          residuals[k] = dots[k - from] - users.targets[k];
        }
        sums(items, columns, from, to, null, row);
      }
    }
  }

  private void itemSums() {
    int[] offsets = items.ratings.offsets();
    int[] columns = items.ratings.columns();
    for (int row = 0; row < items.count; row++) {
      for (int from = offsets[row]; from < offsets[row + 1]; from += MAX_SEGMENT) {
        int to = Math.min(from + MAX_SEGMENT, offsets[row + 1]);
        sums(users, columns, from, to, userEntryOfItemEntry, row);
      }
    }
  }

  private void sums(Rows other, int[] columns, int from, int to, int[] places, int row) {
    kernels.addWeightedRows(
        other.factors, columns, from, to, residuals, places, 1e-6f, gradients, row % BLOCK);
  }

  /** Both Gram matrices. */
  @Benchmark
  public PaddedRows gram() {
    gram(users);
    gram(items);
    return panel;
  }

  private void gram(Rows side) {
    for (int row = 0; row < side.count; row += GRAM_PIECE) {
      int rows = Math.min(GRAM_PIECE, side.count - row);
      for (int column = 0; column < dim; column += GRAM_PANEL) {
        int columns = CpuKernels.panelColumns(dim, column);
        kernels.gramPanel(side.factors, row, rows, dim, column, columns, panel);
      }
    }
  }

  /** Both sides' rows times a square matrix. */
  @Benchmark
  public PaddedRows multiply() {
    multiply(users);
    multiply(items);
    return gradients;
  }

  private void multiply(Rows side) {
    for (int row = 0; row < side.count; row += BLOCK) {
      int rows = Math.min(BLOCK, side.count - row);
      kernels.multiply(side.factors, row, rows, dim, square, gradients);
    }
  }

  /** AdamW on both sides. */
  @Benchmark
  public PaddedRows adamw() {
    adamw(users);
    adamw(items);
    return items.updated;
  }

  private void adamw(Rows side) {
    for (int row = 0; row < side.count; row += BLOCK) {
      int rows = Math.min(BLOCK, side.count - row);
      kernels.adamw(
          side.factors,
          side.updated,
          side.firstMoment,
          side.secondMoment,
          row,
          rows,
          gradients,
          0,
          step);
    }
  }
}
