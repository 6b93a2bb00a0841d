package io.gravmf.backend.cpu;

import io.gravmf.objective.Optimizer;

/**
 * The scalars of one AdamW step (Loshchilov &amp; Hutter 2019, Algorithm 2, with PyTorch's
 * conventions), computed in double precision and rounded once:
 *
 * <pre>
 * m += oneMinusBeta1 (g - m);  v += oneMinusBeta2 (g g - v)
 * p -= decay p + stepSize m / (sqrt(v) / rootBias2 + epsilon)
 * </pre>
 *
 * <p>Written as changes, which are small against what they change: so each number is rounded once
 * at its own size.
 *
 * @param decay {@code learningRate * weightDecay}
 * @param stepSize {@code learningRate / (1 - beta1^t)}
 * @param rootBias2 {@code sqrt(1 - beta2^t)}
 */
public record AdamwStep(
    float decay,
    float oneMinusBeta1,
    float oneMinusBeta2,
    float stepSize,
    float rootBias2,
    float epsilon) {

  /**
   * Returns the scalars of step t.
   *
   * @param t counted from 1
   */
  public static AdamwStep at(int t, Optimizer.AdamW h) {
    return new AdamwStep(
        (float) (h.learningRate() * h.weightDecay()),
        (float) (1 - h.beta1()),
        (float) (1 - h.beta2()),
        (float) (h.learningRate() / (1 - StrictMath.pow(h.beta1(), t))),
        (float) Math.sqrt(1 - StrictMath.pow(h.beta2(), t)),
        (float) h.epsilon());
  }
}
