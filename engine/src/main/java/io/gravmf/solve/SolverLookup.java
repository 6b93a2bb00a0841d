package io.gravmf.solve;

import java.lang.reflect.InvocationTargetException;

/**
 * Looks for the Vector API implementation of the solver, the one place that knows it may be
 * missing.
 */
public final class SolverLookup {

  private static final String IMPLEMENTATION = "io.gravmf.solve.vector.VectorSolverKernels";

  private SolverLookup() {}

  /** Returns the inner loops in plain Java. */
  public static SolverKernels plain() {
    return new PlainSolverKernels();
  }

  /** Returns the inner loops on the Vector API where this JVM has it, else those in plain Java. */
  public static SolverKernels best() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return plain();
    }
    try {
      return vector();
    } catch (UnsupportedOperationException e) {
      return plain();
    }
  }

  /**
   * Returns the inner loops on the Vector API.
   *
   * @throws UnsupportedOperationException if this JVM lacks it, or its vectors are too narrow
   */
  public static SolverKernels vector() {
    try {
      Object made = Class.forName(IMPLEMENTATION).getDeclaredConstructor().newInstance();
      return (SolverKernels) made;
    } catch (InvocationTargetException e) {
      throw new UnsupportedOperationException(e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UnsupportedOperationException("this JVM's Vector API does not fit", e);
    }
  }
}
