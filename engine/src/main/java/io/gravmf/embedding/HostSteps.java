package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;
import io.gravmf.parallel.WorkerPool;

/** Descent on the CPU. */
final class HostSteps implements TsneSteps {

  private final WorkerPool pool;
  private final Layout layout;
  private final Attraction attraction;
  private final Repulsion repulsion;
  private final Layout attractions;
  private final Layout repulsions;
  private final Descent descent;
  private final double gradientScale;

  HostSteps(
      Layout layout,
      Attraction attraction,
      Repulsion repulsion,
      double learningRate,
      WorkerPool pool) {
    this.pool = pool;
    this.layout = layout;
    this.attraction = attraction;
    this.repulsion = repulsion;
    attractions = new Layout(layout.points, layout.dimensions);
    repulsions = new Layout(layout.points, layout.dimensions);
    descent = new Descent(layout, learningRate);
    gradientScale = 2.0 * layout.dimensions / (layout.dimensions - 1);
  }

  @Override
  public void restart() {
    descent.restart();
  }

  @Override
  public void step(double exaggeration, double momentum) {
    move(sumForces(), exaggeration, momentum);
  }

  @Override
  public Figures measuredStep(double exaggeration, double momentum) {
    double normaliser = sumForces();
    double divergence = attraction.klDivergence(layout, normaliser, pool);
    return new Figures(divergence, move(normaliser, exaggeration, momentum));
  }

  /** Returns Z. */
  private double sumForces() {
    attraction.sum(layout, attractions, pool);
    return repulsion.sum(layout, repulsions, pool);
  }

  private double move(double normaliser, double exaggeration, double momentum) {
    return descent.step(
        attractions,
        gradientScale * exaggeration,
        repulsions,
        gradientScale / normaliser,
        momentum,
        pool);
  }

  @Override
  public double divergence() {
    return attraction.klDivergence(layout, repulsion.sum(layout, repulsions, pool), pool);
  }

  @Override
  public FloatMatrix layout() {
    return layout.toMatrix();
  }

  @Override
  public void close() {
    // The pool is the caller's.
  }
}
