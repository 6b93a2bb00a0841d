package io.gravmf.backend;

/**
 * The constants of the objective and of its optimiser, AdamW (Loshchilov &amp; Hutter 2019,
 * "Decoupled Weight Decay Regularization", Algorithm 2, with PyTorch's conventions).
 *
 * @param learningRate AdamW's step size; PyTorch's {@code lr}
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the bias-corrected second moment
 * @param weightDecay decoupled decay: each step first multiplies by {@code 1 - learningRate *
 *     weightDecay}
 * @param lambdaR weight of the L2 term
 * @param lambdaG weight of the gravity term
 */
public record Hyperparameters(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double lambdaR,
    double lambdaG) {

  /**
   * @throws IllegalArgumentException if a value is not finite or outside its range
   */
  public Hyperparameters {
    require(learningRate >= 0, "learning rate", learningRate, "0 or more");
    require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    require(epsilon >= 0, "epsilon", epsilon, "0 or more");
    require(weightDecay >= 0, "weight decay", weightDecay, "0 or more");
    require(lambdaR >= 0, "lambda-r", lambdaR, "0 or more");
    require(lambdaG >= 0, "lambda-g", lambdaG, "0 or more");
  }

  private static void require(boolean holds, String name, double value, String expected) {
    if (!holds || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected a finite number, " + expected);
    }
  }
}
