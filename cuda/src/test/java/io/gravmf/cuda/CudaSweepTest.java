package io.gravmf.cuda;

import static io.gravmf.backend.ReferenceAssertions.assertTrainLoss;
import static io.gravmf.backend.ReferenceAssertions.assertValidationLoss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.backend.reference.ReferenceTrainer;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Sweeps against the objective's gradients in float64: at a row's solution its gradient is 0. */
@OnEmulatedDevice
class CudaSweepTest {

  private static final Optimizer EXACT = new Optimizer.LeastSquares();
  private static final BackendOptions STREAM = Training.by(EpochPath.STREAM);
  private static final BackendOptions SIMPLE = Training.by(EpochPath.SIMPLE);

  @Provide
  Arbitrary<BackendOptions> ways() {
    return Arbitraries.of(Training.waysOfSweeps());
  }

  @Provide
  Arbitrary<Objective> objectives() {
    return Arbitraries.of(Training.objectives());
  }

  /** All widths of tiles and of rows, their edges, and rows that are no multiple of 16 bytes. */
  @Provide
  Arbitrary<Integer> dims() {
    return Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.integers().between(1, 40)),
        Tuple.of(4, Arbitraries.of(3, 4, 7, 8, 15, 16, 33, 63, 64, 65, 100, 127, 128)),
        Tuple.of(1, Arbitraries.of(129, 251, 252, 255, 256)));
  }

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void everyRowOfASweepIsStationary(
      @ForAll @From("ways") BackendOptions way,
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 50) int items,
      @ForAll @IntRange(min = 5, max = 900) int ratings,
      @ForAll @From("dims") int dim,
      @ForAll @From("objectives") Objective objective,
      @ForAll long seed) {
    Problem problem = RandomProblems.of(users, items, ratings, dim, objective, seed).with(EXACT);
    assertSolves(way, problem);
  }

  /** More ratings in a row than a part has, so that parts are summed. */
  @Example
  void longRowsAreSolved() {
    for (int dim : List.of(5, 70, 130)) {
      for (Objective objective : Training.objectives()) {
        assertSolves(STREAM, RandomProblems.of(2, 30, 900, dim, objective, dim).with(EXACT));
      }
    }
  }

  private static void assertSolves(BackendOptions way, Problem problem) {
    try (TrainingSession session = Training.backend(way).open(problem)) {
      session.run(1, () -> false);
      TrainingState first = session.state();
      Loss loss = session.run(1, () -> false)[0];
      TrainingState second = session.state();
      assertThat(second.epoch()).isEqualTo(2);
      assertStationary(problem, second.users(), first.items(), 0);
      assertStationary(problem, second.users(), second.items(), 1);
      ReferenceTrainer reference = at(problem, second.users(), second.items());
      assertTrainLoss(loss, reference, problem.objective());
      assertValidationLoss(session.validate(), reference, problem.objective());
    }
  }

  private static ReferenceTrainer at(
      Problem problem, TrainingState.Side users, TrainingState.Side items) {
    int dim = problem.start().dim();
    return new ReferenceTrainer(
        new Problem(
            problem.split(),
            problem.objective(),
            problem.optimizer(),
            new TrainingState(0, dim, users, items)));
  }

  private static TrainingState.Side zeros(TrainingState.Side like) {
    return TrainingState.Side.initial(
        FloatMatrix.zeros(like.factors().rows(), like.factors().columns()));
  }

  /**
   * A gradient that is none beside ratings of 1 to 5. Where a row's targets cancel out, as those of
   * a single pair do whose ratings the mean is of, the rows shrink until float32 ends.
   */
  private static final double NOTHING = 1e-12;

  /** What float32 may leave of terms that cancel out, next to the sum of their sizes. */
  private static final double ROUNDING = 1e-6;

  /** A side's gradients, next to what they are at rows of zeros; rows without ratings are zeros. */
  private static void assertStationary(
      Problem problem, TrainingState.Side users, TrainingState.Side items, int side) {
    boolean ofUsers = side == 0;
    double[][] found = at(problem, users, items).gradients()[side];
    double[][] scale =
        at(problem, ofUsers ? zeros(users) : users, ofUsers ? items : zeros(items))
            .gradients()[side];
    CompressedRows rows =
        ofUsers
            ? CompressedRows.byUser(problem.split().train())
            : CompressedRows.byItem(problem.split().train());
    FloatMatrix factors = (ofUsers ? users : items).factors();
    for (int row = 0; row < found.length; row++) {
      if (rows.offsets()[row] == rows.offsets()[row + 1]) {
        for (int k = 0; k < factors.columns(); k++) {
          assertThat(factors.get(row, k)).isZero();
        }
      } else {
        double terms = terms(problem, rows, row, (ofUsers ? items : users).factors());
        assertThat(norm(found[row]))
            .isLessThanOrEqualTo(1e-4 * norm(scale[row]) + ROUNDING * terms + NOTHING);
      }
    }
  }

  /** The sizes, added, of what ratings contribute to the gradient of a row of zeros. */
  private static double terms(
      Problem problem, CompressedRows rows, int row, FloatMatrix neighbours) {
    if (!(problem.objective().targets() instanceof Targets.Explicit)) {
      return 0; // all have one sign
    }
    Ratings train = problem.split().train();
    double sum = 0;
    for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
      double[] neighbour = new double[neighbours.columns()];
      for (int k = 0; k < neighbour.length; k++) {
        neighbour[k] = neighbours.get(rows.columns()[entry], k);
      }
      double target = train.values()[rows.positions()[entry]] - problem.mean();
      sum += 2.0 / train.size() * Math.abs(target) * norm(neighbour);
    }
    return sum;
  }

  private static double norm(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * The plain kernel is a float64 one of its own. Its path is followed for two steps; from then on
   * float32 may come upon a direction again that it has lost to rounding, which costs a step
   * (Greenbaum 1989, "Behavior of slightly perturbed Lanczos and conjugate-gradient recurrences");
   * but no step makes the objective larger.
   */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void stepsOfConjugateGradientsAreThoseOfThePlainKernel(
      @ForAll @IntRange(min = 1, max = 20) int users,
      @ForAll @IntRange(min = 1, max = 30) int items,
      @ForAll @IntRange(min = 200, max = 900) int ratings,
      @ForAll @IntRange(min = 1, max = 40) int dim,
      @ForAll @From("objectives") Objective objective,
      @ForAll @IntRange(min = 1, max = 3) int steps,
      @ForAll long seed) {
    Problem problem =
        RandomProblems.of(users, items, ratings, dim, objective, seed)
            .with(new Optimizer.ConjugateGradients(steps));
    Training found = Training.of(STREAM, problem, 1);
    if (steps <= 2) {
      assertClose(found, Training.of(SIMPLE, problem, 1), problem);
    } else {
      Problem fewer = problem.with(new Optimizer.ConjugateGradients(steps - 1));
      double total = usersTotal(problem, Training.of(STREAM, fewer, 1));
      assertThat(usersTotal(problem, found)).isLessThanOrEqualTo(1.0001 * total);
    }
    ReferenceTrainer reference = at(problem, found.state().users(), found.state().items());
    assertTrainLoss(found.losses().get(0), reference, objective);
  }

  /** The objective when users have been improved and items have not. */
  private static double usersTotal(Problem problem, Training improved) {
    return at(problem, improved.state().users(), problem.start().items()).trainLoss().total();
  }

  /**
   * The objective, and the rows. A first step that makes the residual 10 000 times smaller leaves
   * float32 little of it, and where eigenvalues differ as much, that moves the later steps.
   */
  private static void assertClose(Training found, Training expected, Problem problem) {
    TrainingState start = problem.start();
    double total = expected.losses().get(0).total();
    double before = new ReferenceTrainer(problem).trainLoss().total();
    assertThat(found.losses().get(0).total())
        .isCloseTo(total, within(1e-3 * total + 1e-4 * before));
    assertClose(found.state().users(), expected.state().users(), start.users());
    assertClose(found.state().items(), expected.state().items(), start.items());
  }

  private static void assertClose(
      TrainingState.Side found, TrainingState.Side expected, TrainingState.Side start) {
    double difference = 0;
    double scale = 0;
    for (int k = 0; k < found.factors().values().length; k++) {
      double value = expected.factors().values()[k];
      difference += Math.pow(found.factors().values()[k] - value, 2);
      scale += value * value + Math.pow(start.factors().values()[k], 2);
    }
    assertThat(Math.sqrt(difference)).isLessThanOrEqualTo(1e-2 * Math.sqrt(scale));
  }

  /** As many steps as there are unknowns, and some more for rounding, solve a row exactly. */
  @Example
  void enoughStepsOfConjugateGradientsSolveRows() {
    for (BackendOptions way : Training.waysOfSweeps()) {
      for (Objective objective : Training.objectives()) {
        assertSolves(
            way,
            RandomProblems.of(9, 60, 900, 6, objective, 4)
                .with(new Optimizer.ConjugateGradients(20)));
      }
    }
  }

  /** Also beyond the d that the exact kernels take. */
  @Example
  void conjugateGradientsTakeEveryDimension() {
    for (int dim : List.of(300, 513, 1022)) {
      Problem problem =
          RandomProblems.of(2, 3, 20, dim, Training.objectives().get(2), dim)
              .with(new Optimizer.ConjugateGradients(3));
      Training expected = Training.of(SIMPLE, problem, 1);
      Training found = Training.of(STREAM, problem, 1);
      assertClose(found, expected, problem);
    }
  }

  /** Of all solutions the one of least norm, which is a sum of the row's y. */
  @Example
  void rowsThatAreUnderDeterminedAreSolvedInFloat64AndCounted() {
    Objective bare = Objective.ofWeights(0, 0);
    Problem problem = RandomProblems.of(12, 40, 90, 20, bare, 5).with(EXACT);
    for (BackendOptions way : Training.waysOfSweeps()) {
      try (TrainingSession session = Training.backend(way).open(problem)) {
        session.run(1, () -> false);
        TrainingState first = session.state();
        CompressedRows rows = CompressedRows.byItem(problem.split().train());
        for (int item = 0; item < rows.rowCount(); item++) {
          double[] x = rowOf(first.items().factors(), item);
          double left = norm(x);
          for (double[] y : orthonormal(rows, item, first.users().factors())) {
            subtract(x, y);
          }
          assertThat(norm(x)).isCloseTo(0, within(1e-5 * left));
        }
        assertStationary(problem, first.users(), first.items(), 1);
        // The simple way is of float64 as it is.
        assertThat(session.retries().orElseThrow().float64() > 0)
            .isEqualTo(way.path() != EpochPath.SIMPLE);
      }
    }
  }

  private static double[] rowOf(FloatMatrix matrix, int row) {
    double[] values = new double[matrix.columns()];
    for (int k = 0; k < values.length; k++) {
      values[k] = matrix.get(row, k);
    }
    return values;
  }

  /** Gram and Schmidt. */
  private static List<double[]> orthonormal(CompressedRows rows, int row, FloatMatrix others) {
    List<double[]> basis = new ArrayList<>();
    for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
      double[] y = rowOf(others, rows.columns()[entry]);
      double before = norm(y);
      for (int again = 0; again < 2; again++) {
        for (double[] e : basis) {
          subtract(y, e);
        }
      }
      double norm = norm(y);
      if (norm > 1e-6 * before) {
        for (int k = 0; k < y.length; k++) {
          y[k] /= norm;
        }
        basis.add(y);
      }
    }
    return basis;
  }

  private static void subtract(double[] x, double[] unit) {
    double dot = 0;
    for (int k = 0; k < x.length; k++) {
      dot += x[k] * unit[k];
    }
    for (int k = 0; k < x.length; k++) {
      x[k] -= dot * unit[k];
    }
  }

  @Example
  void hugeWeightsAndNextToNoPenaltyAreSolved() {
    Objective steep =
        new Objective(
            new Targets.Implicit(1e7),
            Training.objectives().get(1).users(),
            Training.objectives().get(1).items(),
            Optional.empty(),
            1e-6);
    Problem problem = RandomProblems.of(20, 30, 400, 33, steep, 6).with(EXACT);
    Training trained = Training.of(STREAM, problem, 1);
    assertStationary(problem, trained.state().users(), trained.state().items(), 1);
    assertThat(trained.losses().get(0).isFinite()).isTrue();
  }

  @Example
  void whatSweepsDoNotHaveIsRefusedWithTheWayOut() {
    Problem wide = RandomProblems.of(3, 4, 20, 257, Objective.NOTEBOOK, 1).with(EXACT);
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> Training.backend(STREAM).open(wide))
        .withMessage(
            "the CUDA kernels solve rows exactly for d up to 256, found 257: --optimizer als-cg"
                + " takes any");
    Problem problem = RandomProblems.of(3, 4, 20, 5, Objective.NOTEBOOK, 1).with(EXACT);
    for (BackendOptions way :
        List.of(
            Training.by(EpochPath.PERSISTENT),
            Training.by(Gravity.DENSE),
            Training.by(Gravity.CUBLAS))) {
      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> Training.backend(way).open(problem))
          .withMessageEndingWith(" is for AdamW on the notebook's objective alone");
    }
  }
}
