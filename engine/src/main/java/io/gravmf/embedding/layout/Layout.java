package io.gravmf.embedding.layout;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.kernel.PairKernels;

/**
 * Places of N points in two or three dimensions, an array for each axis. The arrays are padded with
 * zeros to a multiple of {@link PairKernels#BLOCK}; in two dimensions z is zero throughout.
 */
public final class Layout {

  /** How many points there are, without the padding. */
  public final int points;

  /** How many axes there are, 2 or 3. */
  public final int dimensions;

  /** The points' first coordinates. */
  public final float[] x;

  /** Their second coordinates. */
  public final float[] y;

  /** Their third coordinates. */
  public final float[] z;

  /** Makes a layout with all points at the origin. */
  public Layout(int points, int dimensions) {
    this.points = points;
    this.dimensions = dimensions;
    int length = PairKernels.padded(points);
    x = new float[length];
    y = new float[length];
    z = new float[length];
  }

  /** Returns the coordinates along an axis. */
  public float[] axis(int axis) {
    return switch (axis) {
      case 0 -> x;
      case 1 -> y;
      default -> z;
    };
  }

  /** Copies the coordinates to a matrix, a row for each point. */
  public FloatMatrix toMatrix() {
    FloatMatrix matrix = FloatMatrix.zeros(points, dimensions);
    float[] values = matrix.values();
    for (int axis = 0; axis < dimensions; axis++) {
      float[] from = axis(axis);
      for (int i = 0; i < points; i++) {
        values[i * dimensions + axis] = from[i];
      }
    }
    return matrix;
  }
}
