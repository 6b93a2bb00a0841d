package io.gravmf.data;

import java.util.Arrays;

/** Textual ids, mapped to rows in ascending order of their UTF-16 code units. */
public final class StringIds implements IdMap {

  private final String[] ascending;

  /**
   * @param ascending the ids, strictly ascending; copied
   * @throws IllegalArgumentException if the ids are not strictly ascending
   */
  public StringIds(String[] ascending) {
    this.ascending = ascending.clone();
    for (int row = 1; row < ascending.length; row++) {
      if (ascending[row].compareTo(ascending[row - 1]) <= 0) {
        throw new IllegalArgumentException(
            "ids must ascend strictly, but '"
                + ascending[row - 1]
                + "' precedes '"
                + ascending[row]
                + "'");
      }
    }
  }

  @Override
  public int size() {
    return ascending.length;
  }

  @Override
  public String id(int row) {
    return ascending[row];
  }

  @Override
  public int row(String id) {
    return Math.max(-1, Arrays.binarySearch(ascending, id));
  }
}
