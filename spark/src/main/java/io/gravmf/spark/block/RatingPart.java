package io.gravmf.spark.block;

import java.io.Serializable;
import java.util.Arrays;

/** Ratings on their way to a block of one side, by rows: of this side, and of the other. */
public final class RatingPart implements Serializable {

  private static final long serialVersionUID = 1;

  private final int[] rows;
  private final int[] columns;
  private final float[] values;

  private RatingPart(int[] rows, int[] columns, float[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /**
   * Divides a chunk by the blocks of one side.
   *
   * @param rows each rating's row on this side
   * @param columns each rating's row on the other
   * @param blockRows where each block begins, and last the number of rows
   * @return a part a block, null where it has no ratings
   */
  public static RatingPart[] divide(int[] rows, int[] columns, float[] values, int[] blockRows) {
    int blocks = blockRows.length - 1;
    int[] blockOf = new int[rows.length];
    int[] sizes = new int[blocks];
    for (int k = 0; k < rows.length; k++) {
      blockOf[k] = blockOf(rows[k], blockRows);
      sizes[blockOf[k]]++;
    }
    RatingPart[] parts = new RatingPart[blocks];
    for (int block = 0; block < blocks; block++) {
      int size = sizes[block];
      if (size > 0) {
        parts[block] = new RatingPart(new int[size], new int[size], new float[size]);
      }
    }
    int[] next = new int[blocks];
    for (int k = 0; k < rows.length; k++) {
      RatingPart part = parts[blockOf[k]];
      int at = next[blockOf[k]]++;
      part.rows[at] = rows[k];
      part.columns[at] = columns[k];
      part.values[at] = values[k];
    }
    return parts;
  }

  /** Returns the block that a row is in. */
  static int blockOf(int row, int[] blockRows) {
    int found = Arrays.binarySearch(blockRows, row);
    if (found < 0) {
      return -found - 2;
    }
    // Blocks are never empty, but the last bound is not a block's beginning.
    return Math.min(found, blockRows.length - 2);
  }

  int size() {
    return values.length;
  }

  /** Copies this part into arrays of all, from a place on. */
  void copyTo(int[] allRows, int[] allColumns, float[] allValues, int at) {
    System.arraycopy(rows, 0, allRows, at, size());
    System.arraycopy(columns, 0, allColumns, at, size());
    System.arraycopy(values, 0, allValues, at, size());
  }
}
