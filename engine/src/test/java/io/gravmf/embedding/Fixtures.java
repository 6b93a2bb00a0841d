package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.layout.Layout;
import io.gravmf.format.Npy;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;

/**
 * Points and layouts for tests: scikit-learn's files (make_tsne_references.py), and random ones.
 */
public final class Fixtures {

  private Fixtures() {}

  public static Path file(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static FloatMatrix matrix(String name) {
    return Npy.readMatrix(file(name));
  }

  /** Returns the first rows of a matrix. */
  public static FloatMatrix head(FloatMatrix matrix, int rows) {
    float[] values = new float[rows * matrix.columns()];
    System.arraycopy(matrix.values(), 0, values, 0, values.length);
    return new FloatMatrix(rows, matrix.columns(), values);
  }

  /** Returns normal draws, with every seventh row a copy of the one before. */
  public static FloatMatrix random(int rows, int columns, double deviation, long seed) {
    Random random = new Random(seed);
    FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
    float[] values = matrix.values();
    for (int k = 0; k < values.length; k++) {
      boolean copied = k / columns % 7 == 6;
      values[k] = copied ? values[k - columns] : (float) (deviation * random.nextGaussian());
    }
    return matrix;
  }

  public static Layout layout(FloatMatrix places) {
    Layout layout = new Layout(places.rows(), places.columns());
    for (int i = 0; i < places.rows(); i++) {
      for (int axis = 0; axis < places.columns(); axis++) {
        layout.axis(axis)[i] = places.get(i, axis);
      }
    }
    return layout;
  }

  public static double[][] rows(FloatMatrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int c = 0; c < matrix.columns(); c++) {
        rows[i][c] = matrix.get(i, c);
      }
    }
    return rows;
  }
}
