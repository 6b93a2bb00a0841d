package io.gravmf.data;

/**
 * Ratings grouped by row (compressed sparse rows): the neighbours of row {@code i} are entries
 * {@code offsets[i]} to {@code offsets[i + 1] - 1}, by ascending column, ties in the order of the
 * ratings.
 *
 * <p>Grouped by user this is CSR; grouped by item it is CSC. Both are made of the same ratings, and
 * {@link #positions} says which rating each entry is. Arrays are shared, not copied: do not write.
 */
public final class CompressedRows {

  private final int[] offsets;
  private final int[] columns;
  private final int[] positions;

  private CompressedRows(int[] offsets, int[] columns, int[] positions) {
    this.offsets = offsets;
    this.columns = columns;
    this.positions = positions;
  }

  /** Groups ratings by user; columns are item rows. */
  public static CompressedRows byUser(Ratings ratings) {
    return group(ratings.users(), ratings.userCount(), ratings.items(), ratings.itemCount());
  }

  /** Groups ratings by item; columns are user rows. */
  public static CompressedRows byItem(Ratings ratings) {
    return group(ratings.items(), ratings.itemCount(), ratings.users(), ratings.userCount());
  }

  /** Two stable counting sorts, by column and then by row. */
  private static CompressedRows group(int[] rows, int rowCount, int[] columns, int columnCount) {
    int size = rows.length;
    int[] byColumn = new int[size];
    int[] next = prefixSums(columns, columnCount);
    for (int k = 0; k < size; k++) {
      byColumn[next[columns[k]]++] = k;
    }
    int[] offsets = prefixSums(rows, rowCount);
    next = offsets.clone();
    int[] positions = new int[size];
    int[] groupedColumns = new int[size];
    for (int k : byColumn) {
      int entry = next[rows[k]]++;
      positions[entry] = k;
      groupedColumns[entry] = columns[k];
    }
    return new CompressedRows(offsets, groupedColumns, positions);
  }

  private static int[] prefixSums(int[] keys, int keyCount) {
    int[] sums = new int[keyCount + 1];
    for (int key : keys) {
      sums[key + 1]++;
    }
    for (int i = 0; i < keyCount; i++) {
      sums[i + 1] += sums[i];
    }
    return sums;
  }

  /** Returns the number of rows. */
  public int rowCount() {
    return offsets.length - 1;
  }

  /** Returns the number of entries. */
  public int size() {
    return columns.length;
  }

  /** Returns where each row starts, and last the number of entries. */
  public int[] offsets() {
    return offsets;
  }

  /** Returns each entry's column. */
  public int[] columns() {
    return columns;
  }

  /** Returns each entry's place in the ratings that were grouped. */
  public int[] positions() {
    return positions;
  }

  /**
   * Returns, for each entry, the one of the same rating in another grouping of the same ratings.
   */
  public int[] entriesIn(CompressedRows other) {
    int[] entryOfRating = new int[size()];
    for (int entry = 0; entry < size(); entry++) {
      entryOfRating[other.positions[entry]] = entry;
    }
    int[] entries = new int[size()];
    for (int entry = 0; entry < size(); entry++) {
      entries[entry] = entryOfRating[positions[entry]];
    }
    return entries;
  }
}
