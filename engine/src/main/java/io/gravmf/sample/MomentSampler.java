package io.gravmf.sample;

import static io.gravmf.solve.SolverKernels.LEAD;

import io.gravmf.data.FloatMatrix;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.random.Stream;
import java.util.List;

/**
 * Draws what the rows of one side have in common ({@link PriorDraws}), where the rows are on a
 * device and one matrix of products comes from there: with {@code z_i = (x_i, 1, F_i)}, x of
 * factors and a bias, {@code sum_i z_i z_iᵀ} has every sum that a draw takes.
 *
 * <p>Its numbers are those of {@link SideSampler} but for rounding.
 */
public final class MomentSampler {

  private final PriorDraws draws;
  private final int unknowns;
  private final int features;

  /** The first column of each block's features, counted from the first feature. */
  private final int[] firstFeature;

  /** B of all blocks. */
  private final double[][] weights;

  /**
   * Makes a sampler whose weights are 0 yet.
   *
   * @param blocks the features
   * @param rows of the side
   * @param dim d; a row has a bias behind its factors
   * @param stream that of the side's prior
   */
  public MomentSampler(
      Hyperpriors hyperpriors,
      List<FeatureBlock> blocks,
      int rows,
      int dim,
      long seed,
      Stream stream) {
    unknowns = dim + 1;
    draws = new PriorDraws(hyperpriors, blocks, rows, dim, unknowns, seed, stream);
    firstFeature = new int[blocks.size()];
    int count = 0;
    for (int block = 0; block < firstFeature.length; block++) {
      firstFeature[block] = count;
      count += blocks.get(block).size();
    }
    features = count;
    weights = new double[features][unknowns];
  }

  /** Returns how many features there are in all. */
  public int features() {
    return features;
  }

  /** Returns the order of the matrix of products. */
  public int columns() {
    return unknowns + 1 + features;
  }

  /** Writes a row's features. */
  public void writeFeatures(int row, float[] out, int at) {
    Weights[] blocks = draws.blocks();
    for (int block = 0; block < blocks.length; block++) {
      float[] of = blocks[block].features().row(row);
      System.arraycopy(of, 0, out, at + firstFeature[block], of.length);
    }
  }

  /**
   * Draws.
   *
   * @param sweep the sweep's number
   * @param products the matrix, by rows
   * @param stride of its rows
   * @throws ArithmeticException if the rows have overflowed
   */
  public void draw(int sweep, float[] products, int stride) {
    draws.draw(sweep, new Products(products, stride));
  }

  /** The sums by the matrix, and by what is known of the weights. */
  private final class Products implements PriorDraws.Sums {

    private final float[] products;
    private final int stride;

    Products(float[] products, int stride) {
      this.products = products;
      this.stride = stride;
    }

    private double of(int i, int j) {
      return products[i * stride + j];
    }

    private int column(int feature) {
      return unknowns + 1 + feature;
    }

    @Override
    public void ofResiduals(double[] sum, double[][] squares) {
      double[][] predicted = new double[features][unknowns];
      for (int f = 0; f < features; f++) {
        for (int g = 0; g < features; g++) {
          for (int k = 0; k < unknowns; k++) {
            predicted[f][k] += of(column(f), column(g)) * weights[g][k];
          }
        }
      }
      for (int i = 0; i < unknowns; i++) {
        sum[i] = of(i, unknowns);
        for (int f = 0; f < features; f++) {
          sum[i] -= weights[f][i] * of(column(f), unknowns);
        }
        for (int j = 0; j <= i; j++) {
          squares[i][j] = of(i, j);
          for (int f = 0; f < features; f++) {
            squares[i][j] +=
                weights[f][i] * (predicted[f][j] - of(column(f), j))
                    - of(column(f), i) * weights[f][j];
          }
        }
      }
    }

    @Override
    public void project(int number, double[] mean) {
      Weights block = draws.blocks()[number];
      int first = firstFeature[number];
      for (int f = 0; f < block.size(); f++) {
        int row = column(first + f);
        for (int k = 0; k < unknowns; k++) {
          double value = of(row, k) - of(row, unknowns) * mean[k];
          for (int g = 0; g < features; g++) {
            boolean own = g >= first && g < first + block.size();
            value -= own ? 0 : of(row, column(g)) * weights[g][k];
          }
          block.projected()[LEAD + f * unknowns + k] = (float) value;
        }
      }
    }

    @Override
    public void drawn(int number) {
      takeWeights(number);
    }
  }

  private void takeWeights(int number) {
    Weights block = draws.blocks()[number];
    for (int f = 0; f < block.size(); f++) {
      for (int k = 0; k < unknowns; k++) {
        weights[firstFeature[number] + f][k] = block.values()[LEAD + f * unknowns + k];
      }
    }
  }

  /** Returns Λ as last drawn, d + 1 by d + 1. */
  public double[][] precision() {
    double[][] precision = new double[unknowns][unknowns];
    for (int i = 0; i < unknowns; i++) {
      for (int j = 0; j < unknowns; j++) {
        precision[i][j] = draws.precision(i, j);
      }
    }
    return precision;
  }

  /**
   * Returns what a row's mean is made of, as last drawn: μ, then B, so that row i's is μ + F_i B.
   */
  public double[][] means() {
    double[][] means = new double[1 + features][];
    means[0] = draws.mean();
    System.arraycopy(weights, 0, means, 1, features);
    return means;
  }

  /** Copies out the weights of the features: a row a feature, their precisions behind. */
  public FloatMatrix weights() {
    return draws.weights();
  }

  /**
   * Takes over weights that {@link #weights} gave.
   *
   * @throws IllegalArgumentException if they are of other features
   */
  public void restore(FloatMatrix from) {
    draws.restore(from);
    for (int block = 0; block < firstFeature.length; block++) {
      takeWeights(block);
    }
  }
}
