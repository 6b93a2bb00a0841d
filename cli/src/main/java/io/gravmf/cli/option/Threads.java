package io.gravmf.cli.option;

import io.gravmf.data.InvalidInputException;

/** The option {@code --threads}: more than there are processors gain nothing. */
public final class Threads {

  /** As many as any machine has processors; far more would exhaust what the system has of them. */
  private static final int MOST = Math.max(1024, Runtime.getRuntime().availableProcessors());

  private Threads() {}

  /**
   * Returns a number of threads.
   *
   * @throws InvalidInputException if it is not sensible
   */
  public static int require(int threads) {
    if (threads < 1 || threads > MOST) {
      throw new InvalidInputException(
          "--threads is " + threads + ", expected 1 to " + MOST + "; by default all processors");
    }
    return threads;
  }
}
