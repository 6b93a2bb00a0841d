package io.gravmf.solve;

import static io.gravmf.solve.SolverKernels.LEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.solve.RandomRows.Weights;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** The solver beside dense systems in float64. */
class RowSolverPropertyTest {

  private static SolverKernels kernels(boolean vector) {
    return vector ? SolverLookup.vector() : SolverLookup.plain();
  }

  /** Counts around those at which forms, panels and segments change, none among them. */
  private static int[] counts(int dim) {
    return new int[] {0, 1, 3, 4, 5, dim / 2, dim, dim + 1, 63, 64, 65, 0, 129, 2 * dim + 3, 9, 2};
  }

  @Property(tries = 150)
  void aSolvedRowIsWhereTheGradientVanishes(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 75) int dim,
      @ForAll @IntRange(min = 1, max = 150) int fixedRows,
      @ForAll boolean bias,
      @ForAll boolean gravity,
      @ForAll boolean byRow,
      @ForAll Weights weights,
      @ForAll boolean primal,
      @ForAll @IntRange(min = -4, max = 2) int ridge,
      @ForAll long seed) {
    int unknowns = bias ? dim + 1 : dim;
    RandomRows rows =
        new RandomRows(
            kernels(vector),
            unknowns,
            counts(dim),
            fixedRows,
            bias,
            gravity ? 0.02 : 0,
            Math.pow(10, ridge),
            byRow,
            weights,
            primal ? DualForm.NONE : DualForm.of(gravity, byRow),
            seed);
    float[] x = rows.solve(new RowSolver(rows.kernels, unknowns));
    for (int row = 0; row < counts(dim).length; row++) {
      assertThat(rows.gradient(x, row)).as("row %d", row).isLessThan(1e-4);
      if (rows.rows.count(row) == 0) {
        assertThat(rows.row(x, row).toArray()).containsOnly(0);
      }
    }
  }

  @Property(tries = 40)
  void bothFormsGiveTheFloat64Solution(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 75) int dim,
      @ForAll boolean bias,
      @ForAll boolean gravity,
      @ForAll boolean byRow,
      @ForAll long seed) {
    int unknowns = bias ? dim + 1 : dim;
    for (DualForm form : new DualForm[] {DualForm.NONE, DualForm.of(gravity, byRow)}) {
      RandomRows rows =
          new RandomRows(
              kernels(vector),
              unknowns,
              counts(dim),
              120,
              bias,
              gravity ? 0.02 : 0,
              2,
              byRow,
              Weights.MIXED,
              form,
              seed);
      RowSolver solver = new RowSolver(rows.kernels, unknowns);
      float[] x = rows.solve(solver);
      for (int row = 0; row < counts(dim).length; row++) {
        RealVector expected =
            new LUDecomposition(rows.system(row)).getSolver().solve(rows.right(row));
        double difference = rows.row(x, row).subtract(expected).getNorm();
        // Half of what b's terms are is what a ridge of 2 leaves of them where they cancel.
        assertThat(difference)
            .isLessThanOrEqualTo(2e-5 * (expected.getNorm() + rows.absoluteRight(row) / 2));
      }
      assertThat(solver.float64Rows()).isZero();
    }
  }

  @Property(tries = 20)
  void conjugateGradientsEndAtTheSameSolution(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 40) int dim,
      @ForAll boolean bias,
      @ForAll boolean gravity,
      @ForAll boolean byRow,
      @ForAll Weights weights,
      @ForAll boolean whileThereAreAny,
      @ForAll long seed) {
    int unknowns = bias ? dim + 1 : dim;
    Weights mild = weights == Weights.HUGE_AND_TINY ? Weights.MIXED : weights;
    RandomRows rows =
        new RandomRows(
            kernels(vector),
            unknowns,
            counts(dim),
            120,
            bias,
            gravity ? 0.02 : 0,
            2,
            byRow,
            mild,
            DualForm.NONE,
            seed);
    float[] exact = rows.solve(new RowSolver(rows.kernels, unknowns));
    float[] x = rows.start.clone();
    int steps = whileThereAreAny ? Integer.MAX_VALUE : 3 * unknowns;
    new ConjugateGradients(rows.kernels, unknowns, steps)
        .improve(rows.side, rows.rows, 0, counts(dim).length, x, rows.errors());
    for (int row = 0; row < counts(dim).length; row++) {
      RealVector expected = rows.row(exact, row);
      RealVector start = rows.row(rows.start, row);
      assertThat(rows.row(x, row).subtract(expected).getNorm())
          .isLessThanOrEqualTo(3e-4 * (expected.getNorm() + start.getNorm()));
    }
  }

  /**
   * Takács, Pilászy & Tikk's algorithm, written down once more in float64. Its path is followed for
   * two steps; from then on float32 may come upon a direction again that it has lost to rounding,
   * which costs a step (Greenbaum 1989, "Behavior of slightly perturbed Lanczos and
   * conjugate-gradient recurrences").
   */
  @Property(tries = 30)
  void aFewStepsAreThoseOfConjugateGradientsInFloat64(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 300) int dim,
      @ForAll boolean byRow,
      @ForAll Weights weights,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll long seed) {
    Weights mild = weights == Weights.HUGE_AND_TINY ? Weights.MIXED : weights;
    int[] counts = {1, 0, 17, 40, 90};
    RandomRows rows =
        new RandomRows(
            kernels(vector), dim, counts, 60, false, 0.02, 2, byRow, mild, DualForm.NONE, seed);
    float[] x = rows.start.clone();
    new ConjugateGradients(rows.kernels, dim, steps)
        .improve(rows.side, rows.rows, 0, counts.length, x, rows.errors());
    for (int row = 0; row < counts.length; row++) {
      RealVector improved = rows.row(x, row);
      if (counts[row] == 0) {
        assertThat(improved.toArray()).containsOnly(0);
        continue;
      }
      RealMatrix a = rows.system(row);
      RealVector b = rows.right(row);
      RealVector start = rows.row(rows.start, row);
      if (steps <= 2) {
        RealVector expected = steps(a, b, start, steps);
        assertThat(improved.subtract(expected).getNorm())
            .isLessThanOrEqualTo(1e-3 * (expected.getNorm() + start.getNorm()));
      } else {
        RealVector exact = new LUDecomposition(a).getSolver().solve(b);
        assertThat(error(a, improved, exact))
            .isLessThanOrEqualTo(
                1.001 * error(a, steps(a, b, start, steps - 1), exact)
                    + 1e-6 * error(a, start, exact));
      }
    }
  }

  /** What conjugate gradients make smaller with every step: the squared error in the norm of A. */
  private static double error(RealMatrix a, RealVector x, RealVector exact) {
    RealVector difference = x.subtract(exact);
    return difference.dotProduct(a.operate(difference));
  }

  private static RealVector steps(RealMatrix a, RealVector b, RealVector start, int steps) {
    RealVector x = start;
    RealVector r = b.subtract(a.operate(x));
    RealVector p = r;
    double scale = b.dotProduct(b) + r.dotProduct(r);
    for (int step = 0; step < steps; step++) {
      double square = r.dotProduct(r);
      // A row whose ratings all weigh nothing has b = 0, and may end at exactly 0.
      if (square <= 1e-18 * scale) {
        break;
      }
      RealVector product = a.operate(p);
      double length = square / p.dotProduct(product);
      x = x.add(p.mapMultiply(length));
      r = r.subtract(product.mapMultiply(length));
      p = r.add(p.mapMultiply(r.dotProduct(r) / square));
    }
    return x;
  }

  /** What a step's dot products change the errors by is as good as computing them again. */
  @Property(tries = 40)
  void conjugateGradientsTakeTheErrorsAlong(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 150) int dim,
      @ForAll boolean bias,
      @ForAll boolean byRow,
      @ForAll Weights weights,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll long seed) {
    int unknowns = bias ? dim + 1 : dim;
    int[] counts = {1, 0, 17, 64, 65, 0, 129, 200, 3, 5, 2, 31, 1, 1, 0, 7, 90, 4};
    RandomRows rows =
        new RandomRows(
            kernels(vector),
            unknowns,
            counts,
            100,
            bias,
            0.02,
            1,
            byRow,
            weights,
            DualForm.NONE,
            seed);
    float[] x = rows.start.clone();
    float[] errors = rows.errors();
    ConjugateGradients gradients = new ConjugateGradients(rows.kernels, unknowns, steps);
    gradients.improve(rows.side, rows.rows, 0, counts.length, x, errors);
    assertErrors(rows, x, errors);

    float[] known = rows.errors();
    for (int row = 0; row < counts.length; row++) {
      for (int k = rows.rows.offsets()[row]; k < rows.rows.offsets()[row + 1]; k++) {
        known[k] = (float) rows.error(rows.start, row, k);
      }
    }
    float[] xKnown = rows.start.clone();
    gradients.improveKnown(rows.side, rows.rows, 0, counts.length, xKnown, known);
    assertErrors(rows, xKnown, known);
    // More steps, or weights of all sizes, let a rounding grow to anything.
    for (int row = 0;
        steps == 1 && weights != Weights.HUGE_AND_TINY && row < counts.length;
        row++) {
      RealVector expected = rows.row(x, row);
      double scale = expected.getNorm() + rows.row(rows.start, row).getNorm();
      assertThat(rows.row(xKnown, row).subtract(expected).getNorm())
          .isLessThanOrEqualTo(1e-4 * scale);
    }
  }

  private static void assertErrors(RandomRows rows, float[] x, float[] errors) {
    for (int row = 0; row + 1 < rows.rows.offsets().length; row++) {
      double start = rows.row(rows.start, row).getNorm();
      for (int k = rows.rows.offsets()[row]; k < rows.rows.offsets()[row + 1]; k++) {
        assertThat((double) errors[k])
            .isCloseTo(rows.error(x, row, k), within(2e-5 * (1 + start) * (1 + rows.norm(k))));
      }
    }
  }

  /** Without any penalty, fewer ratings than factors: the shortest of all exact fits. */
  @Property(tries = 60)
  void withoutPenaltiesTheShortestSolutionIsReturned(
      @ForAll boolean vector, @ForAll @IntRange(min = 2, max = 60) int dim, @ForAll long seed) {
    int[] counts = {1, 2, dim / 2, dim - 1, 3, 5, dim, 3 * dim};
    RandomRows rows =
        new RandomRows(
            kernels(vector),
            dim,
            counts,
            4 * dim,
            false,
            0,
            0,
            false,
            Weights.ONE,
            DualForm.DIAGONAL,
            seed);
    float[] x = rows.solve(new RowSolver(rows.kernels, dim));
    for (int row = 0; row < counts.length; row++) {
      // A square system of normal numbers may be as near to a singular one as you like.
      if (2 * counts[row] <= dim || counts[row] > 2 * dim) {
        RealVector expected =
            new SingularValueDecomposition(rows.system(row)).getSolver().solve(rows.right(row));
        assertThat(rows.row(x, row).subtract(expected).getNorm())
            .as("%d ratings", counts[row])
            .isLessThanOrEqualTo(1e-3 * expected.getNorm());
      }
      assertThat(rows.gradient(x, row)).isLessThan(1e-4);
    }
  }

  /** The same item rated several times, differently: a singular system, solved in float64. */
  @Property(tries = 20)
  void singularSystemsAreSolvedInFloat64AndCounted(@ForAll boolean vector, @ForAll long seed) {
    int dim = 12;
    int[] counts = {8, 40};
    RandomRows rows =
        new RandomRows(
            kernels(vector),
            dim,
            counts,
            3,
            false,
            0,
            0,
            false,
            Weights.ONE,
            DualForm.DIAGONAL,
            seed);
    RowSolver solver = new RowSolver(rows.kernels, dim);
    float[] x = rows.solve(solver);
    assertThat(solver.float64Rows()).isEqualTo(2);
    // The one that has fewer entries than unknowns.
    assertThat(solver.primalRows()).isEqualTo(1);
    for (int row = 0; row < counts.length; row++) {
      RealVector expected =
          new SingularValueDecomposition(rows.system(row)).getSolver().solve(rows.right(row));
      assertThat(rows.row(x, row).subtract(expected).getNorm())
          .isLessThanOrEqualTo(1e-5 * expected.getNorm());
    }
  }

  @Property(tries = 20)
  void aRowsBitsDependOnTheRowAlone(
      @ForAll boolean vector,
      @ForAll @IntRange(min = 1, max = 60) int dim,
      @ForAll boolean byRow,
      @ForAll long seed) {
    RandomRows rows =
        new RandomRows(
            kernels(vector),
            dim,
            counts(dim),
            70,
            false,
            0.02,
            1,
            byRow,
            Weights.MIXED,
            DualForm.of(true, byRow),
            seed);
    float[] together = rows.solve(new RowSolver(rows.kernels, dim));
    float[] improved = rows.start.clone();
    int count = counts(dim).length;
    float[] errors = rows.errors();
    new ConjugateGradients(rows.kernels, dim, 3)
        .improve(rows.side, rows.rows, 0, count, improved, errors);

    float[] apart = rows.start.clone();
    Arrays.fill(apart, Float.NaN);
    float[] improvedApart = rows.start.clone();
    float[] errorsApart = rows.errors();
    RowSolver used = new RowSolver(rows.kernels, dim);
    for (int row = count - 1; row >= 0; row--) {
      used.solve(rows.side, rows.rows, row, row + 1, apart);
      new ConjugateGradients(rows.kernels, dim, 3)
          .improve(rows.side, rows.rows, row, row + 1, improvedApart, errorsApart);
    }
    assertThat(errorsApart).isEqualTo(errors);
    for (int row = 0; row < count; row++) {
      int at = LEAD + row * rows.stride;
      assertThat(Arrays.copyOfRange(apart, at, at + dim))
          .isEqualTo(Arrays.copyOfRange(together, at, at + dim));
      assertThat(Arrays.copyOfRange(improvedApart, at, at + dim))
          .isEqualTo(Arrays.copyOfRange(improved, at, at + dim));
    }
  }
}
