package io.gravmf.cuda.rows;

import static io.gravmf.kernels.KernelShapes.CONJUGATE_VECTORS;
import static io.gravmf.kernels.KernelShapes.SIMPLE_BLOCK;

import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import java.util.Map;
import jcuda.driver.CUstream;

/** Rows solved by some steps of conjugate gradients in float64, a thread a row. */
final class SimpleConjugateRows implements RowSolver {

  private final KernelModule module;
  private final int steps;
  private final Layout.Buffer vectors;
  private final Map<Side, RowSystems> sides;

  SimpleConjugateRows(Layout layout, KernelModule module, RowProblem problem, int steps) {
    this.module = module;
    this.steps = steps;
    long rows = Math.max(problem.size().n(), problem.size().m());
    vectors = layout.add(CONJUGATE_VECTORS * rows * problem.size().unknowns(), Double.BYTES);
    sides = RowSystems.ofSides(layout, problem);
  }

  @Override
  public void upload() {
    sides.values().forEach(RowSystems::upload);
  }

  @Override
  public void queue(CUstream stream, Side side) {
    RowSystems systems = sides.get(side);
    int count = systems.order.rows.length;
    systems.launch(
        module.kernel("gravmf_conjugate_simple"),
        stream,
        Shape.covering(count, SIMPLE_BLOCK),
        systems.rows.at(),
        count,
        steps,
        vectors.at());
  }
}
