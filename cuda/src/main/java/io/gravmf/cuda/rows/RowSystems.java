package io.gravmf.cuda.rows;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.Layout;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * The least-squares problems of a side's rows as kernels see them ({@code row_system.cuh}): their
 * order, and the arguments that all solvers take.
 */
final class RowSystems {

  final RowOrder order;

  /** The rows, in their order. */
  final Layout.Buffer rows;

  private final RowProblem p;
  private final Side side;

  RowSystems(Layout layout, RowProblem problem, Side side) {
    p = problem;
    this.side = side;
    order = p.order(side);
    rows = layout.add(order.rows.length, Integer.BYTES);
  }

  /** Lays out the systems of each side that is solved. */
  static Map<Side, RowSystems> ofSides(Layout layout, RowProblem problem) {
    Map<Side, RowSystems> sides = new EnumMap<>(Side.class);
    for (Side side : problem.sides()) {
      sides.put(side, new RowSystems(layout, problem, side));
    }
    return sides;
  }

  void upload() {
    DeviceMemory.upload(rows.at(), order.rows);
  }

  /** Launches a solver with its own arguments between those that all take. */
  void launch(Kernel kernel, CUstream stream, Shape shape, CUdeviceptr rows, Object... own) {
    RowBuffers buffers = p.buffers();
    Object[] shared = {buffers.gram().at(), buffers.penalty().at(), rows};
    Object[] last = {
      p.size().n(),
      p.size().d(),
      p.size().ld(),
      side.code,
      p.size().biases(),
      p.ratings(),
      (float) p.gravity(),
      (float) p.biasRidge(side)
    };
    kernel.launch(
        stream,
        shape,
        Stream.of(buffers.known(), shared, own, last).flatMap(Arrays::stream).toArray());
  }

  /** Launches the sums of the long rows' parts. */
  void launchParts(
      Kernel kernel,
      CUstream stream,
      Shape shape,
      CUdeviceptr partRow,
      CUdeviceptr partBegin,
      CUdeviceptr parts) {
    Object[] own = {
      partRow,
      partBegin,
      order.partLength,
      parts,
      p.size().n(),
      p.size().d(),
      p.size().ld(),
      side.code,
      p.size().biases()
    };
    kernel.launch(
        stream, shape, Stream.of(p.buffers().known(), own).flatMap(Arrays::stream).toArray());
  }
}
