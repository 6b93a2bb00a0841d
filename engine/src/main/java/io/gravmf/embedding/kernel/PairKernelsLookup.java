package io.gravmf.embedding.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Looks for the Vector API's inner loops, the one place that knows they may be missing. */
public final class PairKernelsLookup {

  private static final String VECTOR = "io.gravmf.embedding.vector.VectorPairKernels";

  private PairKernelsLookup() {}

  /** Returns the fastest that this JVM has; which one never changes a result. */
  public static PairKernels find() {
    Optional<Module> vector = ModuleLayer.boot().findModule("jdk.incubator.vector");
    if (vector.isEmpty()) {
      return new PlainPairKernels();
    }
    // Not said in the module's descriptor: javac would warn whoever requires the engine.
    PairKernelsLookup.class.getModule().addReads(vector.get());
    try {
      return Class.forName(VECTOR)
          .asSubclass(PairKernels.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      return plainBecause(e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      return plainBecause(e);
    }
  }

  private static PairKernels plainBecause(Throwable cause) {
    System.getLogger(PairKernelsLookup.class.getName())
        .log(System.Logger.Level.DEBUG, "t-SNE runs plain loops", cause);
    return new PlainPairKernels();
  }
}
