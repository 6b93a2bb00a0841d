package io.gravmf.data;

import java.util.Objects;

/**
 * The ids 1 to {@code size}, each mapped to the row one below it, as the MovieLens-100K file has
 * them.
 */
public record DenseIds(int size) implements IdMap {

  /**
   * @throws IllegalArgumentException if {@code size} is negative
   */
  public DenseIds {
    if (size < 0) {
      throw new IllegalArgumentException("size is " + size + ", expected 0 or more");
    }
  }

  @Override
  public String id(int row) {
    return Integer.toString(Objects.checkIndex(row, size) + 1);
  }

  @Override
  public int row(String id) {
    long value = IntegerIds.parse(id);
    return value >= 1 && value <= size ? (int) value - 1 : -1;
  }
}
