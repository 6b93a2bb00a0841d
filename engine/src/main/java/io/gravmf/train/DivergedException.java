package io.gravmf.train;

import io.gravmf.objective.Optimizer;

/** Training was stopped because the loss was no longer a finite number. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int epoch;

  /**
   * Creates the exception.
   *
   * @param optimizer what was at work
   * @param epoch the number of the epoch or sweep whose loss was not finite, as reports count them
   * @param total the loss
   */
  public DivergedException(Optimizer optimizer, int epoch, double total) {
    super(
        "the loss at "
            + optimizer.unit()
            + " "
            + epoch
            + " is "
            + total
            + "; "
            + advice(optimizer)
            + " may help");
    this.epoch = epoch;
  }

  private static String advice(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.AdamW) {
      return "a smaller learning rate";
    }
    return optimizer instanceof Optimizer.Gibbs
        ? "ratings nearer to 0, or a smaller deviation of the initial factors,"
        : "more L2, ratings nearer to 0, or a smaller deviation of the initial factors,";
  }

  /** Returns the number of the epoch or sweep whose loss was not finite, as reports count them. */
  public int epoch() {
    return epoch;
  }
}
