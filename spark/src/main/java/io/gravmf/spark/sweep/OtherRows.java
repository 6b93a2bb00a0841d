package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.solve.SolverKernels;
import io.gravmf.spark.block.RowBlock;
import io.gravmf.spark.block.Shipment;
import java.util.Iterator;

/** The rows of the other side that a block needs, in the kernels' layout. */
final class OtherRows {

  final float[] factors;

  /** Their biases, or null; a row's last column is 1 then. */
  final float[] biases;

  /**
   * Puts shipments together, which come in any order.
   *
   * @param otherBlocks where the other side's blocks begin, and last the number of its rows
   * @throws IllegalStateException if a row is missing
   */
  OtherRows(
      SolverKernels kernels,
      SweepProblem problem,
      RowBlock block,
      int[] otherBlocks,
      Iterator<Shipment> shipments) {
    int dim = problem.dim;
    int rows = block.needed().length;
    int stride = kernels.stride(problem.unknowns());
    factors = new float[size(rows, stride)];
    biases = problem.biases ? new float[rows] : null;
    int columns = problem.unknowns();
    int[] from = block.neededFrom(otherBlocks);
    int received = 0;
    while (shipments.hasNext()) {
      Shipment shipment = shipments.next();
      float[] values = shipment.values();
      int first = from[shipment.source()];
      int count = values.length / columns;
      received += count;
      for (int k = 0; k < count; k++) {
        int at = LEAD + (first + k) * stride;
        System.arraycopy(values, k * columns, factors, at, dim);
        if (biases != null) {
          factors[at + dim] = 1;
          biases[first + k] = values[k * columns + dim];
        }
      }
    }
    if (received != rows) {
      throw new IllegalStateException("received " + received + " rows, expected " + rows);
    }
  }

  /**
   * Returns the floats of so many rows.
   *
   * @throws IllegalStateException if they are more than an array can hold
   */
  static int size(int rows, int stride) {
    long size = LEAD + (long) rows * stride;
    if (size > SolverKernels.MAX_FLOATS) {
      throw new IllegalStateException(
          "a block has or needs "
              + rows
              + " rows, more than an array can hold; set numUserBlocks and numItemBlocks higher");
    }
    return (int) size;
  }
}
