package io.gravmf.sample;

import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Features of a side's rows whose weights have one prior, turned so that their columns are
 * orthogonal: then each column's weight can be drawn by itself. A turn changes nothing else, for
 * the weights' prior is the same in every direction.
 */
public final class FeatureBlock {

  /** Columns shorter than this against the longest are what rounding left of none. */
  private static final double SHORTEST = 1e-6;

  private final float[][] byRow;
  private final float[][] byFeature;
  private final double[] squares;

  private FeatureBlock(float[][] byRow, float[][] byFeature, double[] squares) {
    this.byRow = byRow;
    this.byFeature = byFeature;
    this.squares = squares;
  }

  /**
   * Takes a matrix of features to its principal axes.
   *
   * @param columns the features, each with a number a row
   * @param most how many axes are kept, the longest ones
   */
  static FeatureBlock of(double[][] columns, int most) {
    int count = columns.length;
    double[][] products = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = Columns.dot(columns[i], columns[j]);
        products[j][i] = products[i][j];
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(products, false));
    double[] lengths = eigen.getRealEigenvalues();
    double shortest = SHORTEST * SHORTEST * Math.max(lengths[0], Double.MIN_NORMAL);
    int kept = 0;
    while (kept < Math.min(most, count) && lengths[kept] > shortest) {
      kept++;
    }
    int rows = columns[0].length;
    double[][] axes = new double[kept][rows];
    for (int k = 0; k < kept; k++) {
      for (int j = 0; j < count; j++) {
        Columns.add(columns[j], eigen.getV().getEntry(j, k), axes[k]);
      }
    }
    return of(axes);
  }

  private static FeatureBlock of(double[][] axes) {
    int rows = axes.length == 0 ? 0 : axes[0].length;
    float[][] byRow = new float[rows][axes.length];
    float[][] byFeature = new float[axes.length][rows];
    double[] squares = new double[axes.length];
    for (int k = 0; k < axes.length; k++) {
      for (int row = 0; row < rows; row++) {
        byRow[row][k] = (float) axes[k][row];
        byFeature[k][row] = byRow[row][k];
      }
      squares[k] = Columns.dot(axes[k], axes[k]);
    }
    return new FeatureBlock(byRow, byFeature, squares);
  }

  /**
   * Makes a block of a matrix that was read.
   *
   * @param rows of the matrix
   * @param values by row
   * @return a block, or none where all rows are alike
   */
  public static List<FeatureBlock> of(int rows, int features, float[] values) {
    double[][] columns = new double[features][rows];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < features; k++) {
        columns[k][row] = values[row * features + k];
      }
    }
    Arrays.stream(columns).forEach(Columns::centre);
    return features == 0 || rows == 0 ? List.of() : some(of(columns, features));
  }

  /**
   * Returns all blocks of a side.
   *
   * @param known what was read of its rows
   * @param ratings the side's, those that are trained on
   * @param others rows of the other side
   * @param components how many of which of the others were rated; 0: none
   */
  public static List<FeatureBlock> ofSide(
      Optional<FloatMatrix> known, CompressedRows ratings, int others, int components) {
    List<FeatureBlock> blocks = new ArrayList<>();
    known.ifPresent(matrix -> blocks.addAll(of(matrix.rows(), matrix.columns(), matrix.values())));
    blocks.addAll(Indicators.of(ratings.offsets(), ratings.columns(), others, components));
    return blocks;
  }

  static List<FeatureBlock> some(FeatureBlock block) {
    return block.size() == 0 ? List.of() : List.of(block);
  }

  /** Returns how many features there are. */
  public int size() {
    return squares.length;
  }

  /** Returns a row's features. */
  float[] row(int row) {
    return byRow[row];
  }

  /** Returns a feature by row. */
  float[] feature(int feature) {
    return byFeature[feature];
  }

  /** Returns the sum of a feature's squares. */
  double square(int feature) {
    return squares[feature];
  }
}
