package io.gravmf.backend;

/**
 * One comparison of a kernel with plain float64 arithmetic.
 *
 * @param kernel the kernel's name
 * @param shape what it ran on, for people
 * @param error the norm of the difference, relative to the norm of what was expected; the worst
 *     where a kernel has several results
 * @param tolerance the largest error that float32 arithmetic explains; 0 where results are exact
 */
public record KernelCheck(String kernel, String shape, double error, double tolerance) {

  /** Returns whether the error is a number within the tolerance. */
  public boolean passed() {
    return error <= tolerance;
  }
}
