package io.gravmf.train;

/** Training was stopped because the loss was no longer a finite number. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int epoch;

  /** Creates the exception for the epoch, counted from 0, whose loss was not finite. */
  public DivergedException(int epoch, double total) {
    super("the loss at epoch " + epoch + " is " + total + "; a smaller learning rate may help");
    this.epoch = epoch;
  }

  /** Returns the epoch, counted from 0, whose loss was not finite. */
  public int epoch() {
    return epoch;
  }
}
