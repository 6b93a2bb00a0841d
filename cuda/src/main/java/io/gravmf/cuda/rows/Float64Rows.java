package io.gravmf.cuda.rows;

import static io.gravmf.kernels.KernelShapes.SIMPLE_BLOCK;

import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import io.gravmf.cuda.driver.Layout;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/** Rows solved in float64 by the plain kernel, a few at a time. */
final class Float64Rows {

  /** Blocks, each with a matrix of its own: enough for rows that are lost now and then. */
  private static final int BLOCKS = 64;

  private final KernelModule module;
  private final Layout.Buffer matrices;

  Float64Rows(Layout layout, KernelModule module, RowProblem problem) {
    this.module = module;
    long unknowns = problem.size().unknowns();
    matrices = layout.add(BLOCKS * unknowns * unknowns, Double.BYTES);
  }

  /**
   * Queues the solution of some rows.
   *
   * @param count how many; of no meaning where {@code lost} says it
   * @param lost counts the rows on the device, or null
   */
  void queue(CUstream stream, RowSystems systems, CUdeviceptr rows, int count, LostRows lost) {
    systems.launch(
        module.kernel("gravmf_solve_simple"),
        stream,
        Shape.of(BLOCKS, SIMPLE_BLOCK),
        rows,
        count,
        lost == null ? null : lost.counts(),
        lost == null ? null : lost.counter(),
        matrices.at());
  }
}
