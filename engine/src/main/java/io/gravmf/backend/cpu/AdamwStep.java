package io.gravmf.backend.cpu;

import io.gravmf.backend.Hyperparameters;

/**
 * The scalars of one AdamW step (Loshchilov &amp; Hutter 2019, Algorithm 2, with PyTorch's
 * conventions), computed in double precision and rounded once:
 *
 * <pre>
 * p *= decay;  m = beta1 m + oneMinusBeta1 g;  v = beta2 v + oneMinusBeta2 g g
 * p -= stepSize m / (sqrt(v) / rootBias2 + epsilon)
 * </pre>
 *
 * @param decay {@code 1 - learningRate * weightDecay}
 * @param stepSize {@code learningRate / (1 - beta1^t)}
 * @param rootBias2 {@code sqrt(1 - beta2^t)}
 */
public record AdamwStep(
    float decay,
    float beta1,
    float oneMinusBeta1,
    float beta2,
    float oneMinusBeta2,
    float stepSize,
    float rootBias2,
    float epsilon) {

  /**
   * Returns the scalars of step t.
   *
   * @param t counted from 1
   */
  public static AdamwStep at(int t, Hyperparameters h) {
    return new AdamwStep(
        (float) (1 - h.learningRate() * h.weightDecay()),
        (float) h.beta1(),
        (float) (1 - h.beta1()),
        (float) h.beta2(),
        (float) (1 - h.beta2()),
        (float) (h.learningRate() / (1 - StrictMath.pow(h.beta1(), t))),
        (float) Math.sqrt(1 - StrictMath.pow(h.beta2(), t)),
        (float) h.epsilon());
  }
}
