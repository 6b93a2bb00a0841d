package io.gravmf.spark.sweep;

import io.gravmf.solve.SolverKernels;
import io.gravmf.solve.SolverLookup;

/**
 * The row solver's inner loops, by a name that the driver chooses and every task must find: other
 * loops, or vectors of another width, add in another order, and a cluster of both would give other
 * bits on every run.
 */
public final class Kernels {

  /** The inner loops in plain Java, the same bits on every machine. */
  public static final String PLAIN = "plain";

  private static final String VECTOR = "vector";

  private Kernels() {}

  /**
   * Returns the full name of what a choice means in this JVM.
   *
   * @param choice {@code auto}, {@code plain} or {@code vector}
   * @throws IllegalArgumentException if the Vector API is asked for and missing
   */
  public static String name(String choice) {
    if (choice.equals(PLAIN)) {
      return PLAIN;
    }
    try {
      return VECTOR + " of " + SolverLookup.vector().lanes() + " floats";
    } catch (UnsupportedOperationException missing) {
      if (choice.equals(VECTOR)) {
        throw new IllegalArgumentException(
            "kernels=vector, but this JVM has no Vector API; type: --driver-java-options"
                + " '--add-modules jdk.incubator.vector'",
            missing);
      }
      return PLAIN;
    }
  }

  /**
   * Returns the inner loops of a full name.
   *
   * @throws IllegalStateException if this JVM has others
   */
  static SolverKernels find(String name) {
    String found = PLAIN;
    if (!name.equals(PLAIN)) {
      try {
        SolverKernels kernels = SolverLookup.vector();
        found = VECTOR + " of " + kernels.lanes() + " floats";
        if (found.equals(name)) {
          return kernels;
        }
      } catch (UnsupportedOperationException missing) {
        found = "no Vector API";
      }
      throw new IllegalStateException(
          "the driver solves by the kernels '"
              + name
              + "', this executor has '"
              + found
              + "', and sums would differ; type: --conf spark.executor.extraJavaOptions="
              + "'--add-modules jdk.incubator.vector', or set kernels to plain");
    }
    return SolverLookup.plain();
  }
}
