package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;

/** Gradient descent on a layout, wherever it lies: what the schedule of {@link Tsne} drives. */
public interface TsneSteps extends AutoCloseable {

  /**
   * What a step found.
   *
   * @param divergence the Kullback-Leibler divergence before the step
   * @param gradientNorm the Euclidean norm of the gradient, gains applied
   */
  record Figures(double divergence, double gradientNorm) {}

  /** Forgets momentum and gains. */
  void restart();

  /**
   * Moves every point a step.
   *
   * @param exaggeration factor of the attraction
   * @param momentum how much of the last step is repeated
   */
  void step(double exaggeration, double momentum);

  /** Moves every point a step and says what it found, which may take longer. */
  Figures measuredStep(double exaggeration, double momentum);

  /** Returns the Kullback-Leibler divergence of the layout as it is. */
  double divergence();

  /** Returns the layout, N × components. */
  FloatMatrix layout();

  @Override
  void close();
}
