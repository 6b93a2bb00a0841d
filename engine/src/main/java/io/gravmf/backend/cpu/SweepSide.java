package io.gravmf.backend.cpu;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingState;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import io.gravmf.solve.DualForm;
import io.gravmf.solve.FixedSide;
import io.gravmf.solve.Gram;
import io.gravmf.solve.Observations;
import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SquaredNorm;

/**
 * One side of the factorisation as sweeps have it: its factors in rows padded to whole vectors, the
 * Gram matrix of these, and the systems that its rows are solved by.
 *
 * <p>Where rows have biases, these are kept apart and a row's last column is 1, which is what the
 * other side's biases are multiplied by; while a row is being solved it is its bias.
 */
final class SweepSide {

  final CompressedRows ratings;
  final RowBlocks blocks;
  final Gram gram;

  /** The other side, while this one is solved. */
  FixedSide fixed;

  /** What is known of the rows, with the other side's biases taken off the targets. */
  Observations observations;

  /** By row: the penalty on its factors and its bias, and after a pass its squared errors. */
  final double[] penalties;

  final double[] squaredErrors;

  /** By entry, what conjugate gradients take along; null where rows are solved exactly. */
  float[] errors;

  private final SolverKernels kernels;
  private final Problem problem;
  private final Penalty penalty;
  private final double biasPenalty;
  private final double[] weights;
  private final int rows;
  private final int dim;
  private final int stride;
  private final int segment;
  private final float[] factors;
  private final float[] biases;
  private final float[] goals;

  /**
   * Lays a side out.
   *
   * @param stride of its rows; there is a column behind the d factors where there are biases
   */
  SweepSide(
      SolverKernels kernels,
      Problem problem,
      CompressedRows ratings,
      TrainingState.Side start,
      Penalty penalty,
      double biasPenalty,
      int stride) {
    this.kernels = kernels;
    this.problem = problem;
    this.ratings = ratings;
    this.penalty = penalty;
    this.stride = stride;
    segment = CpuKernels.segment(stride);
    dim = problem.start().dim();
    rows = start.factors().rows();
    this.biasPenalty = biasPenalty / rows;
    weights = penalty.weights(ratings.offsets());
    blocks = RowBlocks.of(ratings);
    gram = new Gram(kernels, rows, dim, stride);
    penalties = new double[rows];
    squaredErrors = new double[rows];
    factors = new float[LEAD + rows * stride];
    biases = problem.objective().hasBiases() ? new float[rows] : null;
    for (int row = 0; row < rows; row++) {
      int at = row * start.factors().columns();
      System.arraycopy(start.factors().values(), at, factors, LEAD + row * stride, dim);
      if (biases != null) {
        biases[row] = start.factors().values()[at + dim];
        factors[biasAt(row)] = 1;
      }
    }
    goals =
        problem
            .objective()
            .targets()
            .targets(ratings, problem.split().train().values(), problem.mean());
  }

  /** Describes this side's systems, all of which is multiplied by the number of ratings. */
  void pose(SweepSide other, boolean exact) {
    Ratings train = problem.split().train();
    Targets targets = problem.objective().targets();
    float[] adjusted = biases == null ? goals : goals.clone();
    observations = Observations.of(ratings.offsets(), ratings.columns(), adjusted);
    if (targets.isWeighted()) {
      observations = observations.withWeights(targets.weights(ratings, train.values()));
    }
    if (!penalty.isUniform()) {
      float[] ridges = new float[rows];
      for (int row = 0; row < rows; row++) {
        ridges[row] = (float) (train.size() * weights[row]);
      }
      observations = observations.withRidges(ridges, null);
    }
    errors = exact ? null : new float[ratings.size()];
    boolean bias = biases != null;
    int unknowns = bias ? dim + 1 : dim;
    DualForm form =
        exact
            ? DualForm.of(
                unknowns,
                other.rows,
                problem.objective().gravity() > 0 || problem.optimizer() instanceof Optimizer.Gibbs,
                !penalty.isUniform(),
                ratings.offsets())
            : DualForm.NONE;
    fixed = new FixedSide(kernels, other.factors, other.rows, unknowns, bias, form);
    if (bias) {
      fixed.shared()[LEAD + dim * stride + dim] = (float) (train.size() * biasPenalty);
    }
  }

  /** Writes what all rows' systems share, by the other side's Gram matrix. */
  void writeShared(SweepSide other) {
    double ratings = problem.split().train().size();
    double gravity = problem.objective().gravity() * ratings / ((double) rows * other.rows);
    double ridge = penalty.isUniform() ? ratings * penalty.lambda() / rows : 0;
    other.gram.writeShared(gravity, ridge, fixed);
  }

  /** Takes the other side's biases off some rows' targets. */
  void adjustTargets(int first, int end, SweepSide other) {
    if (biases == null) {
      return;
    }
    int[] columns = ratings.columns();
    float[] targets = observations.targets();
    for (int k = ratings.offsets()[first]; k < ratings.offsets()[end]; k++) {
      targets[k] = goals[k] - other.biases[columns[k]];
    }
  }

  /** Puts some rows' biases where they are solved for. */
  void beginRows(int first, int end) {
    for (int row = first; biases != null && row < end; row++) {
      factors[biasAt(row)] = biases[row];
    }
  }

  /** Takes some rows' biases out again and computes the rows' penalties. */
  void endRows(int first, int end) {
    for (int row = first; row < end; row++) {
      int at = LEAD + row * stride;
      double penalised = weights[row] * SquaredNorm.of(factors, at, dim);
      if (biases != null) {
        float bias = factors[biasAt(row)];
        biases[row] = bias;
        factors[biasAt(row)] = 1;
        penalised += biasPenalty * bias * bias;
      }
      penalties[row] = penalised;
    }
  }

  /**
   * Returns a row's squared errors, each times its weight, while its bias is in the row.
   *
   * @param residuals memory for a segment of ratings, and the overrun of {@link SolverKernels#dots}
   */
  double squaredErrors(int row, SweepSide other, float[] residuals) {
    int[] offsets = ratings.offsets();
    float[] targets = observations.targets();
    double sum = 0;
    for (int from = offsets[row]; from < offsets[row + 1]; from += segment) {
      int to = Math.min(from + segment, offsets[row + 1]);
      kernels.dots(factors, row, other.factors, stride, ratings.columns(), from, to, residuals);
      for (int k = from; k < to; k++) {
        residuals[k - from] -= targets[k];
      }
      sum += SquaredNorm.weighted(residuals, 0, to - from, observations.weights(), from);
    }
    return sum;
  }

  private int biasAt(int row) {
    return LEAD + row * stride + dim;
  }

  int rows() {
    return rows;
  }

  float[] factors() {
    return factors;
  }

  /**
   * Returns what a row's bias adds to its products: these have the product of both rows' last
   * columns in them, 1, where there are biases.
   */
  float bias(int row) {
    return biases == null ? 0 : biases[row];
  }

  /** Returns the biases by row; null where there are none. */
  float[] biases() {
    return biases;
  }

  /** Copies the side out; there are no moments. */
  TrainingState.Side state() {
    int columns = biases == null ? dim : dim + 1;
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(factors, LEAD + row * stride, matrix.values(), row * columns, dim);
      if (biases != null) {
        matrix.values()[row * columns + dim] = biases[row];
      }
    }
    return TrainingState.Side.initial(matrix);
  }
}
