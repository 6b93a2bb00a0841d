package io.gravmf.embedding.force;

import io.gravmf.embedding.kernel.PairKernels;
import io.gravmf.embedding.layout.Layout;
import java.util.Arrays;

/**
 * A thread's sums on one block of targets: float32 within a call of the kernels, float64 across.
 */
final class ForceTiles {

  private static final int VALUES = 4 * PairKernels.BLOCK;

  private final PairKernels kernels;
  private final float[] part = new float[VALUES];
  private final double[] total = new double[VALUES];

  ForceTiles(PairKernels kernels) {
    this.kernels = kernels;
  }

  /** Sums the repulsion of any number of sources on the block that starts at a target. */
  void repel(
      Layout targets, int target, float[] sx, float[] sy, float[] sz, float[] mass, int sources) {
    Arrays.fill(total, 0);
    boolean planar = targets.dimensions == 2;
    for (int s = 0; s < sources; s += PairKernels.MAX_SOURCES) {
      int count = Math.min(PairKernels.MAX_SOURCES, sources - s);
      kernels.repel(
          planar, targets.x, targets.y, targets.z, target, sx, sy, sz, mass, s, count, part);
      add(VALUES);
    }
  }

  /** Sums the attraction of all points on the block that starts at a target. */
  void attract(Layout layout, int target, float[][] probabilities) {
    Arrays.fill(total, 0);
    boolean planar = layout.dimensions == 2;
    for (int s = 0; s < layout.points; s += PairKernels.MAX_SOURCES) {
      int count = Math.min(PairKernels.MAX_SOURCES, layout.points - s);
      kernels.attract(planar, layout.x, layout.y, layout.z, target, probabilities, s, count, part);
      add(3 * PairKernels.BLOCK);
    }
  }

  private void add(int values) {
    for (int k = 0; k < values; k++) {
      total[k] += part[k];
    }
  }

  /** Returns a coordinate of the force on the block's t-th target. */
  float force(int axis, int t) {
    return (float) total[axis * PairKernels.BLOCK + t];
  }

  /** Returns the sum of weights of the block's t-th target. */
  double weight(int t) {
    return total[3 * PairKernels.BLOCK + t];
  }
}
