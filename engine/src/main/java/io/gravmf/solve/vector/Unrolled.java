package io.gravmf.solve.vector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Makes copies of a class that differ in one constant, which the class reads by {@link
 * #constant(MethodHandles.Lookup)}.
 *
 * <p>How many vectors a row has is known when training begins, but must be a constant for HotSpot
 * to unroll a loop over them and to keep them in registers. Each copy is a hidden class (JEP 371)
 * with the number as its class data, so one source serves all of them.
 */
public final class Unrolled {

  private Unrolled() {}

  /** Returns the constant of the copy that asks, or 0 in the class that is copied. */
  public static int constant(MethodHandles.Lookup lookup) {
    try {
      Integer constant = MethodHandles.classData(lookup, "_", Integer.class);
      return constant == null ? 0 : constant;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Returns an instance of a copy.
   *
   * @param lookup with full access to the package of {@code original}
   */
  private static <T> T copy(
      MethodHandles.Lookup lookup, Class<? extends T> original, Class<T> type, int constant) {
    String name = original.getSimpleName() + ".class";
    try (InputStream bytes = original.getResourceAsStream(name)) {
      MethodHandles.Lookup copy =
          lookup.defineHiddenClassWithClassData(bytes.readAllBytes(), constant, true);
      MethodHandle make =
          copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class));
      return type.cast(make.invoke());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** One copy for each constant that is asked for, shared by all who ask. */
  static final class Copies<T> {

    private final MethodHandles.Lookup lookup;
    private final Class<? extends T> original;
    private final Class<T> type;
    private final AtomicReferenceArray<T> copies;

    /**
     * Prepares to copy.
     *
     * @param lookup with full access to the package of {@code original}
     * @param most the largest constant
     */
    Copies(MethodHandles.Lookup lookup, Class<? extends T> original, Class<T> type, int most) {
      this.lookup = lookup;
      this.original = original;
      this.type = type;
      copies = new AtomicReferenceArray<>(most + 1);
    }

    /** Returns the copy with a constant. */
    T get(int constant) {
      T made = copies.get(constant);
      return made != null ? made : make(constant);
    }

    private synchronized T make(int constant) {
      if (copies.get(constant) == null) {
        copies.set(constant, copy(lookup, original, type, constant));
      }
      return copies.get(constant);
    }
  }
}
