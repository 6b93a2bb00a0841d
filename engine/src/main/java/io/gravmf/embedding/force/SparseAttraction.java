package io.gravmf.embedding.force;

import io.gravmf.embedding.affinity.NearProbabilities;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;

/** Attraction between near neighbours only. */
final class SparseAttraction implements Attraction {

  /** Points of a task. */
  private static final int BLOCK = 64;

  private final int[] rowBegin;
  private final int[] columns;
  private final float[] probabilities;
  private final double[] blockDivergences;

  SparseAttraction(NearProbabilities probabilities) {
    rowBegin = probabilities.rowBegin();
    columns = probabilities.columns();
    this.probabilities = probabilities.values();
    blockDivergences = new double[(rowBegin.length - 1 + BLOCK - 1) / BLOCK];
  }

  @Override
  public void sum(Layout layout, Layout forces, WorkerPool pool) {
    pool.run(
        blockDivergences.length,
        (block, worker) -> {
          int last = Math.min(layout.points, (block + 1) * BLOCK);
          for (int i = block * BLOCK; i < last; i++) {
            attract(layout, i, forces);
          }
        });
  }

  private void attract(Layout layout, int i, Layout forces) {
    float[] x = layout.x;
    float[] y = layout.y;
    float[] z = layout.z;
    float freedom = layout.dimensions - 1;
    float sumX = 0;
    float sumY = 0;
    float sumZ = 0;
    for (int k = rowBegin[i]; k < rowBegin[i + 1]; k++) {
      int j = columns[k];
      float dx = x[i] - x[j];
      float dy = y[i] - y[j];
      float dz = z[i] - z[j];
      float force = probabilities[k] * (freedom / (freedom + ((dx * dx + dy * dy) + dz * dz)));
      sumX += force * dx;
      sumY += force * dy;
      sumZ += force * dz;
    }
    forces.x[i] = sumX;
    forces.y[i] = sumY;
    forces.z[i] = sumZ;
  }

  @Override
  public double klDivergence(Layout layout, double normaliser, WorkerPool pool) {
    double logNormaliser = Math.log(normaliser);
    pool.run(
        blockDivergences.length,
        (block, worker) -> {
          int last = Math.min(layout.points, (block + 1) * BLOCK);
          double sum = 0;
          for (int i = block * BLOCK; i < last; i++) {
            for (int k = rowBegin[i]; k < rowBegin[i + 1]; k++) {
              sum += Divergence.term(layout, i, columns[k], probabilities[k], logNormaliser);
            }
          }
          blockDivergences[block] = sum;
        });
    double sum = 0;
    for (double divergence : blockDivergences) {
      sum += divergence;
    }
    return sum;
  }
}
