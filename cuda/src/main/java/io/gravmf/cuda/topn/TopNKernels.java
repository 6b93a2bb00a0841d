package io.gravmf.cuda.topn;

import static io.gravmf.kernels.KernelShapes.BLOCK;
import static io.gravmf.kernels.KernelShapes.SCORE_SIDE;
import static io.gravmf.kernels.KernelShapes.SCORE_TILE;
import static io.gravmf.kernels.KernelShapes.SIMPLE_BLOCK;

import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * Scores of all items for some users, and the best of them.
 *
 * @param module the kernels
 * @param stream where launches are queued
 * @param m items, the columns of a matrix of scores
 */
public record TopNKernels(KernelModule module, CUstream stream, int m) {

  /** Writes scores, count × m, of the users in {@code users}. */
  public void scores(
      CUdeviceptr factors, CUdeviceptr users, CUdeviceptr scores, int count, int n, int ld) {
    Shape shape =
        new Shape(
            covering(m, SCORE_TILE), covering(count, SCORE_TILE), 1, SCORE_SIDE, SCORE_SIDE, 0);
    module.kernel("gravmf_scores").launch(stream, shape, factors, users, scores, count, n, m, ld);
  }

  /** The same, a thread a score. */
  public void simpleScores(
      CUdeviceptr factors, CUdeviceptr users, CUdeviceptr scores, int count, int n, int ld) {
    Shape shape = Shape.covering((long) count * m, BLOCK);
    module
        .kernel("gravmf_scores_simple")
        .launch(stream, shape, factors, users, scores, count, n, m, ld);
  }

  /** Sets the scores of what the users have rated to minus infinity. */
  public void exclude(
      CUdeviceptr scores, CUdeviceptr users, CUdeviceptr rowBegin, CUdeviceptr columns, int count) {
    module
        .kernel("gravmf_exclude")
        .launch(stream, Shape.of(count, SIMPLE_BLOCK), scores, users, rowBegin, columns, count, m);
  }

  /** Writes the best items of each row of scores and their values, count × top, best first. */
  public void best(CUdeviceptr scores, CUdeviceptr items, CUdeviceptr values, int count, int top) {
    int places = top == 1 ? 1 : 2 * Integer.highestOneBit(top - 1);
    Shape shape = new Shape(count, 1, 1, BLOCK, 1, places * Long.BYTES);
    module.kernel("gravmf_topn").launch(stream, shape, scores, items, values, count, m, top);
  }

  /** The same, a maximum a place. */
  public void simpleBest(
      CUdeviceptr scores, CUdeviceptr items, CUdeviceptr values, int count, int top) {
    module
        .kernel("gravmf_topn_simple")
        .launch(stream, Shape.of(count, BLOCK), scores, items, values, count, m, top);
  }

  private static int covering(int size, int tile) {
    return (int) (((long) size + tile - 1) / tile);
  }
}
