package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;

/**
 * Places of N points in two or three dimensions, an array for each axis. The arrays are padded with
 * zeros to a multiple of {@link PairKernels#BLOCK}; in two dimensions z is zero throughout.
 */
final class Layout {

  final int points;
  final int dimensions;
  final float[] x;
  final float[] y;
  final float[] z;

  Layout(int points, int dimensions) {
    this.points = points;
    this.dimensions = dimensions;
    int length = PairKernels.padded(points);
    x = new float[length];
    y = new float[length];
    z = new float[length];
  }

  /** Returns the coordinates along an axis. */
  float[] axis(int axis) {
    return switch (axis) {
      case 0 -> x;
      case 1 -> y;
      default -> z;
    };
  }

  FloatMatrix toMatrix() {
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
