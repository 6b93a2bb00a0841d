package io.gravmf.train;

/** Why training ended. */
public enum StopReason {
  /** Every epoch was run. */
  COMPLETED,
  /** The listener cancelled, or the thread was interrupted. */
  CANCELLED,
  /** The validation MSE had stopped falling; the factors are the best ones seen. */
  EARLY_STOPPED
}
