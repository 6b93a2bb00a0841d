package io.gravmf.bench.measure;

import io.gravmf.backend.BackendUnavailableException;

/** A loop of nothing but fused multiply-adds on registers. */
public interface FmaLoop {

  /** Returns the floating-point operations of a round. */
  int flopsOfRound();

  /** Runs rounds and returns something that depends on all of them. */
  float run(int rounds);

  /**
   * Returns the loop on the Vector API.
   *
   * @throws BackendUnavailableException if this JVM does not have it
   */
  static FmaLoop find() {
    try {
      return Class.forName("io.gravmf.bench.measure.vector.VectorFmaLoop")
          .asSubclass(FmaLoop.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new BackendUnavailableException(
          "the JVM lacks --add-modules jdk.incubator.vector for the fused multiply-add loop", e);
    }
  }
}
