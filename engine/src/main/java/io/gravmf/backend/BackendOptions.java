package io.gravmf.backend;

import java.util.Objects;

/**
 * What a user may ask of a backend beside the device.
 *
 * @param threads how many threads a CPU backend uses; never changes a result
 * @param gravity how the gravity term is computed
 * @param path how a CUDA device is made to run epochs; the CPU has but one way
 */
public record BackendOptions(int threads, Gravity gravity, EpochPath path) {

  /**
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 1 or more");
    }
    Objects.requireNonNull(gravity, "gravity");
    Objects.requireNonNull(path, "path");
  }

  /** Options with a number of threads and the rest left to the backend. */
  public BackendOptions(int threads) {
    this(threads, Gravity.AUTO, EpochPath.AUTO);
  }

  /** Returns options with a thread for each processor that the JVM may use. */
  public static BackendOptions defaults() {
    return new BackendOptions(Runtime.getRuntime().availableProcessors());
  }
}
