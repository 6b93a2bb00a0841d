package io.gravmf.kernels;

import java.util.List;

/**
 * The widths that kernels of a family exist for; each serves every d up to it.
 *
 * @param ascending the widths
 */
public record Widths(List<Integer> ascending) {

  /** Returns the most factors that one of them serves. */
  public int widest() {
    return ascending.get(ascending.size() - 1);
  }

  /**
   * Returns the narrowest that serves so many factors.
   *
   * @throws IllegalArgumentException if none does
   */
  public int serving(int d) {
    return ascending.stream()
        .filter(width -> width >= d)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there are kernels for d up to " + widest() + ", found " + d));
  }
}
