package io.gravmf.data;

import java.util.Arrays;

/** Integer ids with gaps, mapped to rows in ascending order. */
public final class IntegerIds implements IdMap {

  private final long[] ascending;

  /**
   * @param ascending the ids, strictly ascending; copied
   * @throws IllegalArgumentException if the ids are not strictly ascending
   */
  public IntegerIds(long[] ascending) {
    this.ascending = ascending.clone();
    for (int row = 1; row < ascending.length; row++) {
      if (ascending[row] <= ascending[row - 1]) {
        throw new IllegalArgumentException(
            "ids must ascend strictly, but " + ascending[row - 1] + " precedes " + ascending[row]);
      }
    }
  }

  @Override
  public int size() {
    return ascending.length;
  }

  @Override
  public String id(int row) {
    return Long.toString(ascending[row]);
  }

  @Override
  public int row(String id) {
    return row(parse(id));
  }

  /** Returns the row of an id, or -1 where the id is unknown. */
  public int row(long id) {
    return Math.max(-1, Arrays.binarySearch(ascending, id));
  }

  /**
   * Parses a canonical decimal integer; anything else gives {@link Long#MIN_VALUE}, never an id.
   */
  public static long parse(String id) {
    try {
      long value = Long.parseLong(id);
      return Long.toString(value).equals(id) ? value : Long.MIN_VALUE;
    } catch (NumberFormatException notAnInteger) {
      return Long.MIN_VALUE;
    }
  }
}
