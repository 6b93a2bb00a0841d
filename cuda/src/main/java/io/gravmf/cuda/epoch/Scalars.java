package io.gravmf.cuda.epoch;

import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.nio.FloatBuffer;

/**
 * The constants of a run as kernels take them: computed in double precision, rounded once. {@code
 * adamw.cuh} says why the small ones are passed rather than their complements.
 */
public record Scalars(
    float errorScale,
    float l2Users,
    float l2Items,
    float gravityScale,
    float decay,
    float oneMinusBeta1,
    float oneMinusBeta2,
    float epsilon,
    double inverseRatings,
    double lambdaR,
    double lambdaG) {

  /** Returns the scalars of a run on so many users, items and training ratings. */
  public static Scalars of(Objective objective, Optimizer.AdamW h, int n, int m, int ratings) {
    double lambdaR = objective.users().lambda();
    double lambdaG = objective.gravity();
    double inverse = ratings == 0 ? 0 : 1.0 / ratings;
    return new Scalars(
        (float) (2 * inverse),
        (float) (2 * lambdaR / n),
        (float) (2 * lambdaR / m),
        (float) (2 * lambdaG / ((double) n * m)),
        (float) (h.learningRate() * h.weightDecay()),
        (float) (1 - h.beta1()),
        (float) (1 - h.beta2()),
        (float) h.epsilon(),
        inverse,
        lambdaR,
        lambdaG);
  }

  /** Writes the two scalars of AdamW that depend on t, the steps made including this one. */
  public static void writeStep(Optimizer.AdamW h, int t, FloatBuffer to) {
    to.put((float) (h.learningRate() / (1 - StrictMath.pow(h.beta1(), t))));
    to.put((float) (1 / Math.sqrt(1 - StrictMath.pow(h.beta2(), t))));
  }
}
