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
  static final int MAX_ROWS = CpuKernels.BLOCK;

  /** Rows that the product with a Gram matrix treats at a time: a block has a multiple of them. */
  private static final int STEP = 4;

  /** A block of more ratings than this would keep other threads waiting at the end of a phase. */
  private static final int MAX_RATINGS = 1024;

  /** A row of so many that its product does not matter is better a block by itself. */
  private static final int MANY_RATINGS = 8 * MAX_RATINGS;

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
      if (row == rowCount || isFull(offsets, start, row)) {
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

  /** Returns whether the block from {@code start} ends before {@code row}. */
  private static boolean isFull(int[] offsets, int start, int row) {
    int rows = row - start;
    int ratings = offsets[row] - offsets[start];
    return rows == MAX_ROWS
        || (rows % STEP == 0
            && offsets[Math.min(row + STEP, offsets.length - 1)] - offsets[start] > MAX_RATINGS)
        || offsets[row + 1] - offsets[row] > MANY_RATINGS
        || ratings > MANY_RATINGS;
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
