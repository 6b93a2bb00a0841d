package io.gravmf.spark.sweep;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.data.FloatMatrix;
import io.gravmf.solve.SolverKernels;
import io.gravmf.spark.block.RowBlock;
import io.gravmf.spark.block.Shipment;
import java.util.Iterator;
import java.util.function.ObjIntConsumer;

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
    receive(
        block,
        columns,
        otherBlocks,
        shipments,
        (values, first) -> {
          for (int k = 0; k < values.length / columns; k++) {
            int at = LEAD + (first + k) * stride;
            System.arraycopy(values, k * columns, factors, at, dim);
            if (biases != null) {
              factors[at + dim] = 1;
              biases[first + k] = values[k * columns + dim];
            }
          }
        });
  }

  /** Returns the rows as they are shipped: one behind the other, biases behind the factors. */
  static FloatMatrix packed(
      SweepProblem problem, RowBlock block, int[] otherBlocks, Iterator<Shipment> shipments) {
    int columns = problem.unknowns();
    int rows = block.needed().length;
    size(rows, columns);
    FloatMatrix packed = FloatMatrix.zeros(rows, columns);
    receive(
        block,
        columns,
        otherBlocks,
        shipments,
        (values, first) ->
            System.arraycopy(values, 0, packed.values(), first * columns, values.length));
    return packed;
  }

  private static void receive(
      RowBlock block,
      int columns,
      int[] otherBlocks,
      Iterator<Shipment> shipments,
      ObjIntConsumer<float[]> each) {
    int[] from = block.neededFrom(otherBlocks);
    int received = 0;
    while (shipments.hasNext()) {
      Shipment shipment = shipments.next();
      received += shipment.values().length / columns;
      each.accept(shipment.values(), from[shipment.source()]);
    }
    if (received != block.needed().length) {
      throw new IllegalStateException(
          "received " + received + " rows, expected " + block.needed().length);
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
