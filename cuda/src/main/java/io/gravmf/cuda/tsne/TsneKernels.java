package io.gravmf.cuda.tsne;

import static io.gravmf.kernels.KernelShapes.BLOCK;
import static io.gravmf.kernels.KernelShapes.NORMALISER_BLOCK;
import static io.gravmf.kernels.KernelShapes.TSNE_BLOCK;

import io.gravmf.cuda.driver.Kernel.Shape;
import io.gravmf.cuda.driver.KernelModule;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * The exact gradient of t-SNE for so many points, and its step. Points are 4 floats, of which the
 * last is 0.
 *
 * @param module the kernels
 * @param stream where launches are queued
 * @param count points
 * @param dimensions of the layout, 2 or 3; in two, z is 0
 */
public record TsneKernels(KernelModule module, CUstream stream, int count, int dimensions) {

  private static final int MAX_SPLITS = 16;

  /** Returns into how many parts the others of a point are cut. */
  public int splits() {
    return Math.min(MAX_SPLITS, (int) blocks());
  }

  /** Of Student's t distribution: 1 in two dimensions, 2 in three (van der Maaten 2009). */
  private float inverseFreedom() {
    return dimensions == 2 ? 1 : 0.5f;
  }

  private long blocks() {
    return ((long) count + TSNE_BLOCK - 1) / TSNE_BLOCK;
  }

  /** Writes each split's repulsion and their normaliser Z. */
  public void repulsion(TsneBuffers b) {
    module
        .kernel("gravmf_tsne_repulsion")
        .launch(
            stream,
            new Shape(blocks(), splits(), 1, TSNE_BLOCK, 1, 0),
            b.points,
            b.partials,
            count,
            splits(),
            inverseFreedom());
    module
        .kernel("gravmf_tsne_normaliser")
        .launch(stream, Shape.of(1, NORMALISER_BLOCK), b.partials, b.z, count, splits());
  }

  /** Writes the gradient, and each point's share of the Kullback-Leibler divergence. */
  public void gradient(TsneBuffers b, float exaggeration) {
    module
        .kernel("gravmf_tsne_gradient")
        .launch(
            stream,
            Shape.warps(count),
            b.points,
            b.partials,
            b.z,
            b.affinities.rowBegin(),
            b.affinities.columns(),
            b.affinities.values(),
            b.gradient,
            b.divergences,
            count,
            splits(),
            exaggeration,
            inverseFreedom());
  }

  /** The gradient by the plainest kernel, of a Z that is known. */
  public void simpleGradient(TsneBuffers b, float exaggeration) {
    module
        .kernel("gravmf_tsne_simple")
        .launch(
            stream,
            Shape.covering(count, TSNE_BLOCK),
            b.points,
            b.affinities.rowBegin(),
            b.affinities.columns(),
            b.affinities.values(),
            b.gradient,
            b.z,
            count,
            exaggeration,
            inverseFreedom());
  }

  /** Moves the points. */
  public void step(TsneBuffers b, float learningRate, float momentum) {
    module
        .kernel("gravmf_tsne_step")
        .launch(
            stream,
            Shape.covering(count, BLOCK),
            b.points,
            b.velocity,
            b.gains,
            b.gradient,
            count,
            learningRate,
            momentum);
  }

  /**
   * The matrix P in compressed rows on the device.
   *
   * @param rowBegin long [count + 1]
   * @param columns int
   * @param values float
   */
  record Affinities(CUdeviceptr rowBegin, CUdeviceptr columns, CUdeviceptr values) {}
}
