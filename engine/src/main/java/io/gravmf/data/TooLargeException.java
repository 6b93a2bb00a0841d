package io.gravmf.data;

/** A matrix of the asked shape has more values than a Java array can hold. */
public final class TooLargeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  TooLargeException(int rows, int columns) {
    super(
        "a "
            + rows
            + " x "
            + columns
            + " matrix has "
            + (long) rows * columns
            + " values, more than a Java array can hold");
  }
}
