package io.gravmf.cuda.rows;

import io.gravmf.cuda.driver.DeviceMemory;
import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import java.util.EnumMap;
import java.util.Map;
import jcuda.driver.CUstream;

/**
 * Rows solved by Cholesky decomposition in float32, a block a row, and in float64 where float32
 * cannot tell a pivot from rounding.
 */
final class ExactRows implements RowSolver {

  /** A side's rows and the parts of its long ones. */
  private record Buffers(
      RowSystems systems, Layout.Buffer partRow, Layout.Buffer partBegin, Layout.Buffer rowParts) {}

  private final KernelModule module;
  private final TileShape tiles;
  private final Float64Rows float64;
  private final Map<Side, Buffers> sides = new EnumMap<>(Side.class);
  private final Layout.Buffer parts;
  private final Layout.Buffer lostRows;
  private final LostRows lost;

  ExactRows(Layout layout, KernelModule module, RowProblem problem, LostRows lost) {
    this.module = module;
    this.lost = lost;
    tiles = TileShape.of(problem.size().d(), problem.size().unknowns());
    float64 = new Float64Rows(layout, module, problem);
    int mostParts = 0;
    for (Side side : problem.sides()) {
      RowSystems systems = new RowSystems(layout, problem, side);
      int count = systems.order.parts();
      mostParts = Math.max(mostParts, count);
      sides.put(
          side,
          new Buffers(
              systems,
              layout.add(count, Integer.BYTES),
              layout.add(count, Long.BYTES),
              layout.add(systems.order.longRows + 1L, Integer.BYTES)));
    }
    parts = layout.add((long) mostParts * tiles.partSize(), Float.BYTES);
    lostRows = layout.add(Math.max(problem.size().n(), problem.size().m()), Integer.BYTES);
  }

  @Override
  public void upload() {
    for (Buffers side : sides.values()) {
      side.systems.upload();
      DeviceMemory.upload(side.partRow.at(), side.systems.order.partRow);
      DeviceMemory.upload(side.partBegin.at(), side.systems.order.partBegin);
      DeviceMemory.upload(side.rowParts.at(), side.systems.order.rowParts);
    }
  }

  @Override
  public void queue(CUstream stream, Side side) {
    Buffers of = sides.get(side);
    RowOrder order = of.systems.order;
    if (order.longRows > 0) {
      sumParts(stream, of);
    }
    of.systems.launch(
        module.kernel("gravmf_solve_" + tiles.width()),
        stream,
        new Shape(order.rows.length, 1, 1, tiles.threads(), 1, tiles.bytesOfSolution()),
        of.systems.rows.at(),
        parts.at(),
        of.rowParts.at(),
        order.longRows,
        lostRows.at(),
        lost.counts(),
        lost.counter());
    float64.queue(stream, of.systems, lostRows.at(), 0, lost);
  }

  private void sumParts(CUstream stream, Buffers of) {
    RowOrder order = of.systems.order;
    of.systems.launchParts(
        module.kernel("gravmf_normal_" + tiles.width()),
        stream,
        new Shape(order.parts(), 1, 1, tiles.threads(), 1, tiles.bytesOfRatings()),
        of.partRow.at(),
        of.partBegin.at(),
        parts.at());
    module
        .kernel("gravmf_add_parts")
        .launch(
            stream, tiles.adding(order.longRows), parts.at(), of.rowParts.at(), tiles.partSize());
  }
}
