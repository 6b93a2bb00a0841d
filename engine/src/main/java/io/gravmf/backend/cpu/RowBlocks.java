package io.gravmf.backend.cpu;

import io.gravmf.data.CompressedRows;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Cuts rows into blocks of consecutive rows of about equal work, heaviest first.
 *
 * <p>The blocks depend on the ratings alone, never on the number of threads.
 */
final class RowBlocks {

  /** Rows that share one pass over the Gram matrix. */
  static final int MAX_ROWS = 16;

  /** A block of more ratings than this would keep other threads waiting at the end of a phase. */
  private static final int MAX_RATINGS = 1024;

  private final int[] starts;
  private final int[] ends;

  private RowBlocks(int[] starts, int[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  static RowBlocks of(CompressedRows rows) {
    int[] offsets = rows.offsets();
    int rowCount = rows.rowCount();
    int[] starts = new int[rowCount];
    int count = 0;
    int start = 0;
    for (int row = 1; row <= rowCount; row++) {
      boolean full =
          row == rowCount
              || row - start == MAX_ROWS
              || offsets[row + 1] - offsets[start] > MAX_RATINGS;
      if (full) {
        starts[count++] = start;
        start = row;
      }
    }
    int[] ends = Arrays.copyOfRange(starts, 1, count + 1);
    ends[count - 1] = rowCount;
    Integer[] order = new Integer[count];
    Arrays.setAll(order, k -> k);
    int[] blockStarts = starts;
    Arrays.sort(
        order,
        Comparator.comparingInt((Integer k) -> offsets[blockStarts[k]] - offsets[ends[k]])
            .thenComparingInt(k -> k));
    int[] sortedStarts = new int[count];
    int[] sortedEnds = new int[count];
    for (int k = 0; k < count; k++) {
      sortedStarts[k] = starts[order[k]];
      sortedEnds[k] = ends[order[k]];
    }
    return new RowBlocks(sortedStarts, sortedEnds);
  }

  int count() {
    return starts.length;
  }

  int start(int block) {
    return starts[block];
  }

  int end(int block) {
    return ends[block];
  }
}
