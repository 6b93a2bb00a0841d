package io.gravmf.cuda.rows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order in which a side's rows are solved, those with most ratings first, and how long rows are
 * cut into parts. A function of the problem alone, so that sums have the same order on every
 * device.
 */
public final class RowOrder {

  private static final int PARTS_WANTED = 512;
  private static final int MIN_LENGTH = 256;
  private static final int MAX_LENGTH = 2048;

  /** All rows of the side, by their number among both sides. */
  public final int[] rows;

  /** How many of them, the first, have more ratings than a part. */
  public final int longRows;

  /** Ratings of a whole part. */
  public final int partLength;

  /** The row of each part. */
  public final int[] partRow;

  /** The first entry of each part. */
  public final long[] partBegin;

  /** Where each long row's parts begin, and last their number. */
  public final int[] rowParts;

  /** Ratings of each row. */
  private final int[] lengths;

  /**
   * Orders a side.
   *
   * @param rowBegin where each row's entries begin, both sides, and last the number of all
   * @param firstRow the side's first row
   * @param count its rows
   */
  public RowOrder(long[] rowBegin, int firstRow, int count) {
    this(rowBegin, firstRow, count, rowBegin[rowBegin.length - 1] / 2);
  }

  /**
   * Orders some rows of a problem, which are cut as all are.
   *
   * @param rowBegin where each row's entries begin
   * @param ratings of the whole problem
   */
  public RowOrder(long[] rowBegin, int firstRow, int count, long ratings) {
    partLength = partLength(ratings);
    rows =
        IntStream.range(firstRow, firstRow + count)
            .boxed()
            .sorted(Comparator.comparingLong(row -> rowBegin[row] - rowBegin[row + 1]))
            .mapToInt(Integer::intValue)
            .toArray();
    lengths =
        Arrays.stream(rows)
            .map(row -> Math.toIntExact(rowBegin[row + 1] - rowBegin[row]))
            .toArray();
    longRows = longerThan(partLength);
    rowParts = new int[longRows + 1];
    for (int k = 0; k < longRows; k++) {
      rowParts[k + 1] =
          Math.addExact(rowParts[k], (int) (((long) lengths[k] + partLength - 1) / partLength));
    }
    partRow = new int[rowParts[longRows]];
    partBegin = new long[rowParts[longRows]];
    for (int k = 0; k < longRows; k++) {
      for (int part = rowParts[k]; part < rowParts[k + 1]; part++) {
        partRow[part] = rows[k];
        partBegin[part] = rowBegin[rows[k]] + (long) (part - rowParts[k]) * partLength;
      }
    }
  }

  /** Long enough that few matrices are stored, short enough to sum in float32. */
  private static int partLength(long ratings) {
    long wanted = Long.highestOneBit(Math.max(1, ratings / PARTS_WANTED));
    return (int) Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, wanted));
  }

  /** Returns how many rows, the first ones, have more ratings than that. */
  int longerThan(int length) {
    int count = 0;
    while (count < lengths.length && lengths[count] > length) {
      count++;
    }
    return count;
  }

  /** Returns the number of parts. */
  public int parts() {
    return partRow.length;
  }
}
