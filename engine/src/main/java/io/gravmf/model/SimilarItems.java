package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Finds the items whose factors are most like an item's. */
public final class SimilarItems {

  /** How alike two items v and w are. */
  public enum Metric {
    /** {@code v.w / (|v| |w|)}, from -1 to 1; 0 where either is all zeros. */
    COSINE,
    /** {@code v.w}, which favours items of long factors: those of strong tastes. */
    DOT
  }

  private final FloatMatrix factors;
  private final TopN items;

  /**
   * Prepares a search.
   *
   * @param factors V, m × d
   */
  public SimilarItems(FloatMatrix factors, Metric metric) {
    this.factors = metric == Metric.COSINE ? normalised(factors) : factors;
    items = new TopN(this.factors);
  }

  /** Lengths are summed in double precision. */
  private static FloatMatrix normalised(FloatMatrix factors) {
    int d = factors.columns();
    FloatMatrix unit = FloatMatrix.zeros(factors.rows(), d);
    for (int row = 0; row < factors.rows(); row++) {
      double squares = 0;
      for (int k = row * d; k < (row + 1) * d; k++) {
        squares += (double) factors.values()[k] * factors.values()[k];
      }
      double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
      for (int k = row * d; k < (row + 1) * d; k++) {
        unit.values()[k] = (float) (factors.values()[k] * scale);
      }
    }
    return unit;
  }

  /**
   * Returns the items most like an item, itself left out, the most similar first, equals by
   * ascending row.
   *
   * @param k how many, at least 1
   * @throws IndexOutOfBoundsException if the row is out of range
   */
  public List<ScoredItem> of(int item, int k) {
    int from = Objects.checkIndex(item, factors.rows()) * factors.columns();
    float[] query = Arrays.copyOfRange(factors.values(), from, from + factors.columns());
    return items.find(query, k, new int[] {item});
  }
}
