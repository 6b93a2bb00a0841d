package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.force.Gradient;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;

/** Descent on the CPU. */
final class HostSteps implements TsneSteps {

  private final WorkerPool pool;
  private final Layout layout;
  private final Gradient gradient;
  private final Descent descent;

  HostSteps(Layout layout, Gradient gradient, double learningRate, WorkerPool pool) {
    this.pool = pool;
    this.layout = layout;
    this.gradient = gradient;
    descent = new Descent(layout, learningRate, pool.threads());
  }

  @Override
  public void restart() {
    descent.restart();
  }

  @Override
  public void step(double exaggeration, double momentum) {
    gradient.evaluate(layout, pool);
    descent.step(gradient, exaggeration, momentum, pool);
  }

  @Override
  public Figures measuredStep(double exaggeration, double momentum) {
    gradient.evaluate(layout, pool);
    double divergence = gradient.divergence(layout, pool);
    return new Figures(divergence, descent.step(gradient, exaggeration, momentum, pool));
  }

  @Override
  public double divergence() {
    gradient.evaluate(layout, pool);
    return gradient.divergence(layout, pool);
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
