package io.gravmf.backend.cpu;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * Looks for the Vector API implementation, the one place that knows it may be missing.
 *
 * @param kernels the implementation, or null
 * @param hint where it is missing: why, and what to pass to the JVM
 */
record VectorLookup(CpuKernels kernels, String hint) {

  private static final String IMPLEMENTATION = "io.gravmf.backend.cpu.vector.VectorKernels";

  static VectorLookup find() {
    Optional<Module> vector = ModuleLayer.boot().findModule("jdk.incubator.vector");
    if (vector.isEmpty()) {
      return new VectorLookup(
          null,
          "pass --add-modules jdk.incubator.vector to java for the faster Vector API kernels");
    }
    // Not said in the module's descriptor: javac would warn whoever requires the engine.
    VectorLookup.class.getModule().addReads(vector.get());
    try {
      Object made = Class.forName(IMPLEMENTATION).getDeclaredConstructor().newInstance();
      return new VectorLookup((CpuKernels) made, "");
    } catch (InvocationTargetException e) {
      return new VectorLookup(null, "no Vector API kernels: " + e.getCause().getMessage());
    } catch (ReflectiveOperationException | LinkageError e) {
      return new VectorLookup(null, "this JVM's Vector API does not fit: " + e.getMessage());
    }
  }
}
