package io.gravmf.backend;

import java.util.Locale;

/** Says in one line what training needs of the JVM's heap and what there is. */
public final class HeapMemory {

  /** From here on it is the problem that is too large, not the heap that is too small. */
  private static final long ABSURD = 1L << 40;

  private HeapMemory() {}

  /**
   * Requires that the JVM may use so many bytes.
   *
   * @throws BackendUnavailableException if it may not; the message has both figures
   */
  public static void require(long needed) {
    long limit = Runtime.getRuntime().maxMemory();
    if (needed > limit) {
      throw new BackendUnavailableException(
          String.format(
              Locale.ROOT,
              "training needs %,d MB of heap, the JVM may use %,d MB (%s)",
              needed >> 20,
              limit >> 20,
              needed < ABSURD ? "raise it with -Xmx" : "fewer factors need less"));
    }
  }

  /**
   * Returns what to throw where the heap has run out although {@link #require} found room: other
   * parts of the program hold some, and of what is free not all is in one piece.
   *
   * @param needed the bytes that were expected to be needed
   */
  public static BackendUnavailableException exhausted(long needed, OutOfMemoryError cause) {
    long limit = Runtime.getRuntime().maxMemory();
    return new BackendUnavailableException(
        String.format(
            Locale.ROOT,
            "training needs some %,d MB of heap, and the JVM's %,d MB have run out (raise it with"
                + " -Xmx)",
            needed >> 20,
            limit >> 20),
        cause);
  }
}
