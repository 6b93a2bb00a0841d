package io.gravmf.cuda.rows;

import static io.gravmf.kernels.KernelShapes.CONJUGATE_VECTORS;
import static io.gravmf.kernels.KernelShapes.WARP;

import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.kernels.KernelShapes;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUstream;

/** Rows solved by some steps of conjugate gradients, a block a row. */
final class ConjugateRows implements RowSolver {

  /**
   * Rows of more ratings than that are solved by so many warps, at most {@link KernelShapes#WARPS}.
   */
  private record Team(int longerThan, int warps) {}

  private static final List<Team> TEAMS =
      List.of(new Team(512, 8), new Team(64, 4), new Team(-1, 1));

  private final KernelModule module;
  private final RowsSize size;
  private final int steps;
  private final Map<Side, RowSystems> sides;

  ConjugateRows(Layout layout, KernelModule module, RowProblem problem, int steps) {
    this.module = module;
    this.steps = steps;
    size = problem.size();
    sides = RowSystems.ofSides(layout, problem);
  }

  @Override
  public void upload() {
    sides.values().forEach(RowSystems::upload);
  }

  @Override
  public void queue(CUstream stream, Side side) {
    RowSystems systems = sides.get(side);
    int done = 0;
    for (Team team : TEAMS) {
      int end = systems.order.longerThan(team.longerThan);
      int shared = (CONJUGATE_VECTORS + team.warps) * size.ld() * Float.BYTES;
      systems.launch(
          module.kernel("gravmf_conjugate_" + size.width()),
          stream,
          new Shape(end - done, 1, 1, WARP * team.warps, 1, shared),
          systems.rows.at((long) done * Integer.BYTES),
          steps);
      done = end;
    }
  }
}
