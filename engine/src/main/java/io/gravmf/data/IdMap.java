package io.gravmf.data;

/**
 * Maps the ids found in a ratings file to zero-based rows of a factor matrix, and back.
 *
 * <p>Immutable and safe for use by several threads.
 */
public sealed interface IdMap permits DenseIds, IntegerIds, StringIds {

  /** Returns how many ids there are; rows run from 0 to {@code size() - 1}. */
  int size();

  /**
   * Returns the id of a row as it was written in the file.
   *
   * @throws IndexOutOfBoundsException if {@code row} is negative or not below {@link #size()}
   */
  String id(int row);

  /** Returns the row of an id, or -1 where the id is unknown. */
  int row(String id);
}
