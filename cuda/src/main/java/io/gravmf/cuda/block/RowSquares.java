package io.gravmf.cuda.block;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.rows.RowBuffers;
import io.gravmf.cuda.rows.RowProblem;
import jcuda.driver.CUstream;

/** Each row's squared errors: sums over segments of its ratings, added in their order. */
final class RowSquares {

  /** Ratings of a whole segment, whatever the block: a row's sum depends on the row alone. */
  private static final int LENGTH = 256;

  private final int[] rowSegments;
  private final int[] segmentRow;
  private final long[] entryBegin;
  private final Layout.Buffer rows;
  private final Layout.Buffer begins;
  private final Layout.Buffer squares;

  RowSquares(Layout layout, int[] offsets) {
    rowSegments = new int[offsets.length];
    for (int row = 0; row + 1 < offsets.length; row++) {
      int count = offsets[row + 1] - offsets[row];
      rowSegments[row + 1] = rowSegments[row] + (count + LENGTH - 1) / LENGTH;
    }
    int segments = rowSegments[offsets.length - 1];
    segmentRow = new int[segments];
    entryBegin = new long[segments + 1];
    for (int row = 0; row + 1 < offsets.length; row++) {
      for (int segment = rowSegments[row]; segment < rowSegments[row + 1]; segment++) {
        segmentRow[segment] = row;
        entryBegin[segment] = offsets[row] + (long) (segment - rowSegments[row]) * LENGTH;
      }
    }
    entryBegin[segments] = offsets[offsets.length - 1];
    rows = layout.add(segments, Integer.BYTES);
    begins = layout.add(segments + 1L, Long.BYTES);
    squares = layout.add(segments, Double.BYTES);
  }

  /** Computes and returns the sums, once what is queued on the default stream is done. */
  double[] sum(KernelModule module, RowProblem p) {
    int segments = segmentRow.length;
    RowBuffers read = p.buffers();
    DeviceMemory.upload(rows.at(), segmentRow);
    DeviceMemory.upload(begins.at(), entryBegin);
    module
        .kernel("gravmf_weighted_sparse_" + p.size().width())
        .launch(
            new CUstream(),
            Shape.warps(segments),
            read.factors().at(),
            read.columns().at(),
            read.targets().at(),
            read.weightsAt(),
            begins.at(),
            rows.at(),
            null,
            squares.at(),
            segments,
            p.size().n(),
            p.size().ld());
    double[] parts = new double[segments];
    DeviceMemory.download(parts, squares.at(), segments);
    double[] sums = new double[rowSegments.length - 1];
    for (int segment = 0; segment < segments; segment++) {
      sums[segmentRow[segment]] += parts[segment];
    }
    return sums;
  }
}
