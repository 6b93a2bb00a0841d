package io.gravmf.sample;

import io.gravmf.random.RowNormals;
import io.gravmf.random.Stream;
import java.util.List;

/**
 * Which rows of the other side a row has ratings of, whatever the ratings, as features: the
 * information that SVD++ uses (Koren 2008, "Factorization Meets the Neighborhood"). Row i of the
 * matrix of indicators is divided by the root of its count, columns are centred, and its leading
 * principal components are taken, by random projection and subspace iteration (Halko, Martinsson
 * &amp; Tropp 2011, "Finding Structure with Randomness", Algorithm 4.4), at a cost of a few passes
 * over the ratings. Weights of a component count by its length, as those of all indicators with one
 * prior would.
 */
public final class Indicators {

  private static final int OVERSAMPLING = 8;
  private static final int ITERATIONS = 4;

  private final int[] offsets;
  private final int[] columns;
  private final int rows;
  private final double[] scale;
  private final double[] means;

  private Indicators(int[] offsets, int[] columns, int others) {
    this.offsets = offsets;
    this.columns = columns;
    rows = offsets.length - 1;
    scale = new double[rows];
    means = new double[others];
    for (int row = 0; row < rows; row++) {
      int count = offsets[row + 1] - offsets[row];
      scale[row] = count == 0 ? 0 : 1 / Math.sqrt(count);
      for (int k = offsets[row]; k < offsets[row + 1]; k++) {
        means[columns[k]] += scale[row] / rows;
      }
    }
  }

  /**
   * Returns the features of all rows, one block or, where all rows are alike, none.
   *
   * @param offsets where each row's entries begin, and last their number
   * @param columns each entry's row of the other side
   * @param others rows of the other side
   * @param components how many
   */
  public static List<FeatureBlock> of(int[] offsets, int[] columns, int others, int components) {
    Indicators matrix = new Indicators(offsets, columns, others);
    int width = Math.min(components + OVERSAMPLING, Math.min(matrix.rows, others));
    if (components == 0 || width == 0) {
      return List.of();
    }
    double[][] across = new double[width][others];
    float[] normals = new float[width];
    RowNormals random = new RowNormals(0, Stream.SKETCH);
    for (int row = 0; row < others; row++) {
      random.fill(0, row, width, normals);
      for (int k = 0; k < width; k++) {
        across[k][row] = normals[k];
      }
    }
    double[][] basis = matrix.times(across);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      Columns.orthonormalise(basis);
      across = matrix.transposedTimes(basis);
      Columns.orthonormalise(across);
      basis = matrix.times(across);
    }
    // M restricted to the leading right vectors: M across, the principal axes of which are wanted.
    return FeatureBlock.some(FeatureBlock.of(basis, components));
  }

  private double[][] times(double[][] across) {
    double[][] product = new double[across.length][rows];
    for (int c = 0; c < across.length; c++) {
      double shift = Columns.dot(means, across[c]);
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int k = offsets[row]; k < offsets[row + 1]; k++) {
          sum += across[c][columns[k]];
        }
        product[c][row] = scale[row] * sum - shift;
      }
    }
    return product;
  }

  private double[][] transposedTimes(double[][] basis) {
    double[][] product = new double[basis.length][means.length];
    for (int c = 0; c < basis.length; c++) {
      double total = 0;
      for (int row = 0; row < rows; row++) {
        double scaled = scale[row] * basis[c][row];
        total += basis[c][row];
        for (int k = offsets[row]; k < offsets[row + 1]; k++) {
          product[c][columns[k]] += scaled;
        }
      }
      Columns.add(means, -total, product[c]);
    }
    return product;
  }
}
