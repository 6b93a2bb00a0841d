package io.gravmf.embedding;

import io.gravmf.embedding.force.Gradient;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.parallel.WorkerPool;
import java.util.Arrays;

/**
 * Gradient descent with momentum and a gain for each coordinate (Jacobs 1988), as in scikit-learn:
 * a gain grows by 0.2 where the gradient points against the last step, and shrinks by a fifth where
 * not.
 */
final class Descent {

  /** Points of a task. */
  private static final int BLOCK = 1024;

  private static final float LEAST_GAIN = 0.01f;

  private final Layout layout;
  private final float learningRate;
  private final Layout velocity;
  private final Layout gains;
  private final double[] blockSquares;
  private final float[][] slopes;

  Descent(Layout layout, double learningRate, int threads) {
    this.layout = layout;
    this.learningRate = (float) learningRate;
    velocity = new Layout(layout.points, layout.dimensions);
    gains = new Layout(layout.points, layout.dimensions);
    blockSquares = new double[(layout.points + BLOCK - 1) / BLOCK];
    slopes = new float[threads][BLOCK];
    restart();
  }

  /** Forgets momentum and gains. */
  void restart() {
    for (int axis = 0; axis < layout.dimensions; axis++) {
      Arrays.fill(velocity.axis(axis), 0);
      Arrays.fill(gains.axis(axis), 1);
    }
  }

  /**
   * Takes a step.
   *
   * @param gradient evaluated at the layout
   * @param exaggeration factor of the attraction
   * @return the Euclidean norm of the gradient, gains applied
   */
  double step(Gradient gradient, double exaggeration, double momentum, WorkerPool pool) {
    pool.run(
        blockSquares.length,
        (block, worker) -> {
          int from = block * BLOCK;
          int to = Math.min(layout.points, from + BLOCK);
          double squares = 0;
          for (int axis = 0; axis < layout.dimensions; axis++) {
            gradient.along(axis, from, to, exaggeration, slopes[worker]);
            squares += step(slopes[worker], (float) momentum, axis, from, to);
          }
          blockSquares[block] = squares;
        });
    double squares = 0;
    for (double part : blockSquares) {
      squares += part;
    }
    return Math.sqrt(squares);
  }

  private double step(float[] slope, float momentum, int axis, int from, int to) {
    float[] places = layout.axis(axis);
    float[] speeds = velocity.axis(axis);
    float[] allGains = gains.axis(axis);
    double squares = 0;
    for (int i = from; i < to; i++) {
      float gradient = slope[i - from];
      float gain = speeds[i] * gradient < 0 ? allGains[i] + 0.2f : allGains[i] * 0.8f;
      gain = Math.max(gain, LEAST_GAIN);
      gradient *= gain;
      float speed = momentum * speeds[i] - learningRate * gradient;
      allGains[i] = gain;
      speeds[i] = speed;
      places[i] += speed;
      squares += (double) gradient * gradient;
    }
    return squares;
  }
}
