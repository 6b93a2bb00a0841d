package io.gravmf.backend;

/**
 * What a user may ask of a backend beside the device.
 *
 * @param threads how many threads a CPU backend uses; never changes a result
 */
public record BackendOptions(int threads) {

  /**
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 1 or more");
    }
  }

  /** Returns options with a thread for each processor that the JVM may use. */
  public static BackendOptions defaults() {
    return new BackendOptions(Runtime.getRuntime().availableProcessors());
  }
}
