package io.gravmf.cuda.epoch;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Problem;
import io.gravmf.data.Ratings;
import io.gravmf.kernels.KernelShapes;

/**
 * The sizes of a problem as kernels see them.
 *
 * @param n users
 * @param m items
 * @param d factors of each
 */
public record Dimensions(int n, int m, int d) {

  /** The widest rows that kernels exist for. */
  public static final int MAX_D = KernelShapes.WIDTHS.widest();

  /** The widest rows that the persistent kernel exists for. */
  static final int MAX_PERSISTENT_D = KernelShapes.PERSISTENT_WIDTHS.widest();

  /**
   * Checks that there are kernels for these sizes.
   *
   * @throws BackendUnavailableException if there is no kernel for this d, or too many rows
   */
  public Dimensions {
    if (d > MAX_D) {
      throw new BackendUnavailableException(
          "the CUDA kernels take d up to " + MAX_D + ", found " + d);
    }
    if ((long) n + m > Integer.MAX_VALUE) {
      throw new BackendUnavailableException(
          "the CUDA kernels take 2^31 - 1 users and items together, found " + ((long) n + m));
    }
  }

  /** Returns the sizes of a problem, checked as above. */
  public static Dimensions of(Problem problem) {
    Ratings train = problem.split().train();
    return new Dimensions(train.userCount(), train.itemCount(), problem.start().dim());
  }

  /** Returns the rows of both sides. */
  public int rows() {
    return n + m;
  }

  /** Returns floats from one row to the next: d, padded to 16 bytes. */
  public int ld() {
    return (d + 3) / 4 * 4;
  }

  /** Returns the width of the kernels that serve d. */
  public int width() {
    return KernelShapes.WIDTHS.serving(d);
  }

  /** Returns whether the persistent kernel exists for d. */
  public boolean hasPersistentKernel() {
    return d <= MAX_PERSISTENT_D;
  }

  /** Returns the values of a matrix of all rows. */
  public long size() {
    return (long) rows() * ld();
  }
}
