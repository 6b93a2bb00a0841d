package io.gravmf.cuda.epoch;

import io.gravmf.data.CompressedRows;

/**
 * How the ratings of all rows, users first and then items, are cut into segments of at most {@link
 * #length} ratings: the units of work of the sparse gradient. A function of the problem alone, so
 * that sums have the same order on every device.
 */
public final class Segments {

  private static final int SEGMENTS_WANTED = 2048;
  private static final int MIN_LENGTH = 32;
  private static final int MAX_LENGTH = 512;

  /** Ratings of a whole segment. */
  public final int length;

  /** Where each segment's ratings begin among the 2N, and last 2N. */
  public final long[] entryBegin;

  /** The row of each segment. */
  public final int[] segmentRow;

  /** Where each row's segments begin, and last their number. */
  public final int[] rowSegments;

  /** Where each row's ratings begin, and last 2N. */
  public final long[] rowBegin;

  private Segments(
      int length, long[] entryBegin, int[] segmentRow, int[] rowSegments, long[] rowBegin) {
    this.length = length;
    this.entryBegin = entryBegin;
    this.segmentRow = segmentRow;
    this.rowSegments = rowSegments;
    this.rowBegin = rowBegin;
  }

  /** Cuts the ratings, which are the same by user and by item. */
  public static Segments of(CompressedRows byUser, CompressedRows byItem) {
    int length = length(byUser.size());
    int users = byUser.rowCount();
    int rows = Math.addExact(users, byItem.rowCount());
    int[] rowSegments = new int[rows + 1];
    long[] rowBegin = new long[rows + 1];
    for (int row = 0; row < rows; row++) {
      int entries = row < users ? entries(byUser, row) : entries(byItem, row - users);
      rowBegin[row + 1] = rowBegin[row] + entries;
      rowSegments[row + 1] =
          Math.addExact(rowSegments[row], (int) (((long) entries + length - 1) / length));
    }
    int count = rowSegments[rows];
    long[] entryBegin = new long[count + 1];
    int[] segmentRow = new int[count];
    for (int row = 0; row < rows; row++) {
      for (int segment = rowSegments[row]; segment < rowSegments[row + 1]; segment++) {
        segmentRow[segment] = row;
        entryBegin[segment] = rowBegin[row] + (long) (segment - rowSegments[row]) * length;
      }
    }
    entryBegin[count] = rowBegin[rows];
    return new Segments(length, entryBegin, segmentRow, rowSegments, rowBegin);
  }

  /** Short enough that a small problem fills the device, long enough to waste little. */
  private static int length(int ratings) {
    int wanted = Integer.highestOneBit(Math.max(1, ratings / SEGMENTS_WANTED));
    return Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, wanted));
  }

  private static int entries(CompressedRows rows, int row) {
    return rows.offsets()[row + 1] - rows.offsets()[row];
  }

  /** Returns the number of segments. */
  public int count() {
    return segmentRow.length;
  }
}
