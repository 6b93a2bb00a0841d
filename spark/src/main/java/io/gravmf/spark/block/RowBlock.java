package io.gravmf.spark.block;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.DenseIds;
import io.gravmf.data.Ratings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A block of one side's rows with their ratings, each row's by ascending row of the other side, and
 * equal ones by rating: an order that depends on the ratings alone.
 */
public final class RowBlock implements Serializable {

  private static final long serialVersionUID = 1;

  private final int number;
  private final int firstRow;
  private final int firstSegment;
  private final int[] segments;
  private final int[] offsets;
  private final int[] columns;
  private final float[] values;
  private final int[] needed;

  private RowBlock(
      int number, Layout side, int[] offsets, int[] columns, float[] values, int[] needed) {
    this.number = number;
    firstRow = side.firstRow(number);
    firstSegment = side.firstSegment(number);
    segments = side.segmentsOf(number);
    this.offsets = offsets;
    this.columns = columns;
    this.values = values;
    this.needed = needed;
  }

  /** Makes a block of its ratings, which come in any order. */
  public static RowBlock of(int number, Layout side, List<RatingPart> parts) {
    int size = parts.stream().mapToInt(RatingPart::size).sum();
    int[] rows = new int[size];
    int[] columns = new int[size];
    float[] values = new float[size];
    int at = 0;
    for (RatingPart part : parts) {
      part.copyTo(rows, columns, values, at);
      at += part.size();
    }
    int first = side.firstRow(number);
    for (int k = 0; k < size; k++) {
      rows[k] -= first;
    }
    int[] needed = distinct(columns);
    for (int k = 0; k < size; k++) {
      columns[k] = Arrays.binarySearch(needed, columns[k]);
    }
    CompressedRows grouped =
        CompressedRows.byUser(
            new Ratings(
                rows,
                columns,
                values,
                null,
                new DenseIds(side.firstRow(number + 1) - first),
                new DenseIds(needed.length)));
    float[] sorted = new float[size];
    for (int entry = 0; entry < size; entry++) {
      sorted[entry] = values[grouped.positions()[entry]];
    }
    sortTies(grouped, sorted);
    return new RowBlock(number, side, grouped.offsets(), grouped.columns(), sorted, needed);
  }

  private static int[] distinct(int[] columns) {
    int[] sorted = columns.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (int k = 0; k < sorted.length; k++) {
      if (k == 0 || sorted[k] != sorted[k - 1]) {
        sorted[count++] = sorted[k];
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  /** Ratings of one pair come in the order of their arrival. */
  private static void sortTies(CompressedRows grouped, float[] values) {
    int[] columns = grouped.columns();
    for (int row = 0; row < grouped.rowCount(); row++) {
      int end = grouped.offsets()[row + 1];
      int from = grouped.offsets()[row];
      for (int k = from + 1; k <= end; k++) {
        if (k == end || columns[k] != columns[from]) {
          if (k - from > 1) {
            Arrays.sort(values, from, k);
          }
          from = k;
        }
      }
    }
  }

  /** Returns the block's number. */
  public int number() {
    return number;
  }

  /** Returns the side's row that is this block's first. */
  public int firstRow() {
    return firstRow;
  }

  /** Returns the side's segment that is this block's first. */
  public int firstSegment() {
    return firstSegment;
  }

  /** Returns where segments begin, and last the number of rows; do not write. */
  public int[] segments() {
    return segments;
  }

  /** Returns the number of rows. */
  public int rows() {
    return offsets.length - 1;
  }

  /** Returns where each row's ratings begin, and last their number; do not write. */
  public int[] offsets() {
    return offsets;
  }

  /** Returns each rating's place among {@link #needed}; do not write. */
  public int[] columns() {
    return columns;
  }

  /** Returns the ratings; do not write. */
  public float[] values() {
    return values;
  }

  /** Returns the rows of the other side that this block needs, ascending; do not write. */
  public int[] needed() {
    return needed;
  }

  /** Returns where the needed rows begin that are of each of the other side's blocks. */
  public int[] neededFrom(int[] blockRows) {
    return IntStream.range(0, blockRows.length)
        .map(
            block -> {
              int at = Arrays.binarySearch(needed, blockRows[block]);
              return at < 0 ? -at - 1 : at;
            })
        .toArray();
  }
}
