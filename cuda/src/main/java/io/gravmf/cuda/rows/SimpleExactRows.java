package io.gravmf.cuda.rows;

import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import java.util.Map;
import jcuda.driver.CUstream;

/** Every row solved in float64 by the plain kernel. */
final class SimpleExactRows implements RowSolver {

  private final Float64Rows float64;
  private final Map<Side, RowSystems> sides;

  SimpleExactRows(Layout layout, KernelModule module, RowProblem problem) {
    float64 = new Float64Rows(layout, module, problem);
    sides = RowSystems.ofSides(layout, problem);
  }

  @Override
  public void upload() {
    sides.values().forEach(RowSystems::upload);
  }

  @Override
  public void queue(CUstream stream, Side side) {
    RowSystems systems = sides.get(side);
    float64.queue(stream, systems, systems.rows.at(), systems.order.rows.length, null);
  }
}
