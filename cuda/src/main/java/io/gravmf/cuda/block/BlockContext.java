package io.gravmf.cuda.block;

import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import io.gravmf.cuda.rows.LostRows;
import io.gravmf.cuda.rows.RowSolver;
import io.gravmf.cuda.rows.Side;
import jcuda.driver.CUstream;

/** A context with the kernels, in which blocks are solved one after the other. */
final class BlockContext implements AutoCloseable {

  private final DeviceScope scope;

  BlockContext(CudaDevice device) {
    scope = DeviceScope.own(device);
    scope.open(scope::kernels);
  }

  /**
   * Solves a block; its memory is given back before the next block's turn.
   *
   * @param withErrors whether squared errors are wanted
   */
  synchronized SolvedBlock solve(BlockSystems systems, boolean withErrors) {
    try (DeviceScope block = scope.inner()) {
      return block.use(() -> solve(block, systems, withErrors));
    }
  }

  private SolvedBlock solve(DeviceScope block, BlockSystems systems, boolean withErrors) {
    KernelModule module = block.kernels();
    Layout layout = new Layout();
    BlockProblem problem = new BlockProblem(layout, systems);
    LostRows lost = new LostRows(layout, problem, 1);
    RowSolver solver = RowSolver.of(layout, module, problem, systems.optimizer(), lost, false);
    RowSquares squares = withErrors ? new RowSquares(layout, systems.offsets()) : null;
    layout.allocate(block, "a block of " + systems.rows() + " rows");
    problem.upload();
    solver.upload();
    // The default stream: uploads, kernels and downloads come one after the other.
    solver.queue(new CUstream(), Side.USERS);
    double[] errors = squares == null ? null : squares.sum(module, problem);
    return new SolvedBlock(problem.rows(), errors, lost.ofFirst());
  }

  @Override
  public void close() {
    scope.close();
  }
}
