package io.gravmf.backend.cpu;

import io.gravmf.backend.KernelCheck;
import io.gravmf.backend.reference.RelativeError;
import java.util.function.Consumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** The inner loops, each against the same sums in float64, on widths around every unrolling. */
final class CpuKernelChecks {

  private static final int[] WIDTHS = {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 64, 100, 127, 256, 300};
  private static final int ROWS = 37;
  private static final int ENTRIES = 53;
  private static final long SEED = 20;
  private static final double TOLERANCE = 2e-6;

  private final CpuKernels kernels;
  private final Consumer<KernelCheck> results;
  private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(SEED);

  CpuKernelChecks(CpuKernels kernels, Consumer<KernelCheck> results) {
    this.kernels = kernels;
    this.results = results;
  }

  void run() {
    for (int d : WIDTHS) {
      int stride = CpuSession.stride(d, kernels);
      PaddedRows x = matrix(ROWS, d, stride);
      sparse(x, d, stride);
      gram(x, d, stride);
      multiply(x, d, stride);
      adamw(x, d, stride);
    }
  }

  private PaddedRows matrix(int rows, int d, int stride) {
    PaddedRows values = kernels.rows(rows, stride);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < d; k++) {
        values.set(i, k, random.nextFloat() * 2 - 1);
      }
    }
    return values;
  }

  private PaddedRows copy(PaddedRows from, int rows) {
    PaddedRows to = kernels.rows(rows, from.stride());
    for (int i = 0; i < rows; i++) {
      to.setRow(i, from.array(i), from.at(i), from.stride());
    }
    return to;
  }

  private void report(String kernel, int rows, int d, RelativeError error) {
    results.accept(new KernelCheck(kernel, rows + " x " + d, error.value(), TOLERANCE));
  }

  /** Every count of entries up to {@link #ENTRIES}, for the loops treat several at once. */
  private void sparse(PaddedRows x, int d, int stride) {
    int[] columns = new int[ENTRIES];
    for (int k = 0; k < ENTRIES; k++) {
      columns[k] = random.nextInt(ROWS);
    }
    RelativeError dots = new RelativeError();
    RelativeError sums = new RelativeError();
    for (int count = 0; count <= ENTRIES; count++) {
      float[] out = new float[count + CpuKernels.DOTS_OVERRUN];
      kernels.dots(x, 1, x, columns, 0, count, out);
      double[] expected = new double[d];
      for (int k = 0; k < count; k++) {
        double dot = 0;
        for (int c = 0; c < d; c++) {
          dot += (double) x.get(1, c) * x.get(columns[k], c);
        }
        dots.add(out[k], dot);
        for (int c = 0; c < d; c++) {
          expected[c] += 0.5 * out[k] * x.get(columns[k], c);
        }
      }
      PaddedRows gradients = kernels.rows(1, stride);
      kernels.addWeightedRows(x, columns, 0, count, out, null, 0.5f, gradients, 0);
      float[] reversed = new float[count];
      int[] places = new int[count];
      for (int k = 0; k < count; k++) {
        places[k] = count - 1 - k;
        reversed[places[k]] = out[k];
      }
      PaddedRows again = kernels.rows(1, stride);
      kernels.addWeightedRows(x, columns, 0, count, reversed, places, 0.5f, again, 0);
      for (int c = 0; c < d; c++) {
        sums.add(gradients.get(0, c), expected[c]);
        sums.add(again.get(0, c), expected[c]);
      }
    }
    report("dots", ENTRIES, d, dots);
    report("addWeightedRows", ENTRIES, d, sums);
  }

  private void gram(PaddedRows x, int d, int stride) {
    RelativeError error = new RelativeError();
    for (int first = 0; first < d; first += GramMatrix.PANEL) {
      int columns = CpuKernels.panelColumns(d, first);
      PaddedRows out = kernels.rows(GramMatrix.PANEL, stride);
      kernels.gramPanel(x, 0, ROWS, d, first, columns, out);
      for (int a = first; a < Math.min(d, first + columns); a++) {
        for (int b = a; b < d; b++) {
          double sum = 0;
          for (int row = 0; row < ROWS; row++) {
            sum += (double) x.get(row, a) * x.get(row, b);
          }
          error.add(out.get(a - first, b), sum);
        }
      }
    }
    report("gramPanel", ROWS, d, error);
  }

  private void multiply(PaddedRows x, int d, int stride) {
    PaddedRows g = matrix(d, d, stride);
    PaddedRows out = kernels.rows(ROWS, stride);
    kernels.multiply(x, 0, ROWS, d, g, out);
    RelativeError error = new RelativeError();
    for (int row = 0; row < ROWS; row++) {
      for (int b = 0; b < d; b++) {
        double sum = 0;
        for (int a = 0; a < d; a++) {
          sum += (double) x.get(row, a) * g.get(a, b);
        }
        error.add(out.get(row, b), sum);
      }
    }
    report("multiply", ROWS, d, error);
  }

  private void adamw(PaddedRows x, int d, int stride) {
    AdamwStep step = new AdamwStep(0.01f, 0.1f, 0.001f, 0.3f, 0.2f, 1e-8f);
    PaddedRows gradients = matrix(ROWS, d, stride);
    PaddedRows first = matrix(ROWS, d, stride);
    PaddedRows second = matrix(ROWS, d, stride);
    for (int row = 0; row < ROWS; row++) {
      for (int c = 0; c < d; c++) {
        second.set(row, c, second.get(row, c) * second.get(row, c));
      }
    }
    PaddedRows firstAfter = copy(first, ROWS);
    PaddedRows secondAfter = copy(second, ROWS);
    PaddedRows after = kernels.rows(ROWS, stride);
    kernels.adamw(x, after, firstAfter, secondAfter, 0, ROWS, gradients, 0, step);
    RelativeError error = new RelativeError();
    for (int row = 0; row < ROWS; row++) {
      for (int c = 0; c < d; c++) {
        double g = gradients.get(row, c);
        double m = first.get(row, c) + step.oneMinusBeta1() * (g - first.get(row, c));
        double v = second.get(row, c) + step.oneMinusBeta2() * (g * g - second.get(row, c));
        error.add(firstAfter.get(row, c), m);
        error.add(secondAfter.get(row, c), v);
        error.add(
            after.get(row, c),
            x.get(row, c) * (1.0 - step.decay())
                - step.stepSize() * m / (Math.sqrt(v) / step.rootBias2() + step.epsilon()));
      }
    }
    report("adamw", ROWS, d, error);
  }
}
