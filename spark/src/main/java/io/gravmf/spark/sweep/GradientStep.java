package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.backend.cpu.AdamwStep;
import io.gravmf.solve.Observations;
import io.gravmf.solve.SolverKernels;

/**
 * A step of AdamW over a block of rows, whose gradient is that of the systems which sweeps solve:
 * {@code 2/N (sum_k w_k e_k y_k + S x + ridge x)}.
 */
final class GradientStep {

  private final SolverKernels kernels;
  private final SweepProblem problem;
  private final AdamwStep constants;
  private final int stride;

  /**
   * @param epoch steps before this one
   */
  GradientStep(SolverKernels kernels, SweepProblem problem, int epoch, int stride) {
    this.kernels = kernels;
    this.problem = problem;
    this.stride = stride;
    constants = AdamwStep.at(epoch + 1, problem.adamw());
  }

  /**
   * Replaces rows.
   *
   * @param shared S
   * @param other the other side's rows
   * @param x the rows, in the kernels' layout
   * @param first moments, not padded
   * @param second moments, not padded
   * @return each old row's squared errors
   */
  double[] apply(
      float[] shared,
      float[] other,
      Observations observations,
      float[] x,
      float[] first,
      float[] second) {
    int unknowns = problem.unknowns();
    int rows = observations.offsets().length - 1;
    float[] gradient = new float[LEAD + stride];
    double[] squaredErrors = new double[rows];
    float scale = (float) (2 / problem.ratings);
    for (int row = 0; row < rows; row++) {
      kernels.multiply(x, row, 1, unknowns, stride, shared, gradient, 0);
      squaredErrors[row] = addErrors(row, other, observations, x, gradient);
      for (int k = 0; k < unknowns; k++) {
        int at = LEAD + row * stride + k;
        float ridge =
            observations.ridges() == null || k >= problem.dim ? 0 : observations.ridges()[row];
        float g = scale * (gradient[LEAD + k] + ridge * x[at]);
        x[at] = step(x[at], g, first, second, row * unknowns + k);
      }
    }
    return squaredErrors;
  }

  private float step(float x, float g, float[] first, float[] second, int at) {
    first[at] += constants.oneMinusBeta1() * (g - first[at]);
    second[at] += constants.oneMinusBeta2() * (g * g - second[at]);
    float root = (float) Math.sqrt(second[at]) / constants.rootBias2() + constants.epsilon();
    return x - constants.decay() * x - constants.stepSize() * first[at] / root;
  }

  /** Adds the errors' part of a row's gradient, and returns the squared errors. */
  private double addErrors(
      int row, float[] other, Observations observations, float[] x, float[] gradient) {
    int from = observations.offsets()[row];
    int to = observations.offsets()[row + 1];
    float[] errors = new float[to - from + SolverKernels.DOTS_OVERRUN];
    kernels.dots(x, row, other, stride, observations.columns(), from, to, errors);
    double sum = 0;
    for (int k = from; k < to; k++) {
      float error = errors[k - from] - observations.targets()[k];
      float weight = observations.weights() == null ? 1 : observations.weights()[k];
      sum += (double) weight * error * error;
      int at = LEAD + observations.columns()[k] * stride;
      for (int c = 0; c < stride; c++) {
        gradient[LEAD + c] += weight * error * other[at + c];
      }
    }
    return sum;
  }
}
