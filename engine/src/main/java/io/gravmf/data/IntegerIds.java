package io.gravmf.data;

import java.util.Arrays;

/** Integer ids with gaps, mapped to rows in ascending order. */
public final class IntegerIds implements IdMap {

  private static final int MAX_DIGITS = 19;

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
   * Parses an integer that is written as {@link Long#toString} does; anything else gives {@link
   * Long#MIN_VALUE}, never an id.
   */
  public static long parse(String id) {
    int first = id.startsWith("-") ? 1 : 0;
    int digits = id.length() - first;
    boolean canonical =
        digits > 0 && digits <= MAX_DIGITS && (id.charAt(first) != '0' || id.equals("0"));
    for (int k = first; canonical && k < id.length(); k++) {
      canonical = id.charAt(k) >= '0' && id.charAt(k) <= '9';
    }
    try {
      return canonical ? Long.parseLong(id) : Long.MIN_VALUE;
    } catch (NumberFormatException tooGreat) {
      return Long.MIN_VALUE;
    }
  }
}
