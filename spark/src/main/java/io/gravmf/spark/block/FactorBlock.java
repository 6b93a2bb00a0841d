package io.gravmf.spark.block;

import java.io.Serializable;

/** A block's rows of factors, with the bias behind them where there are biases. */
public final class FactorBlock implements Serializable {

  private static final long serialVersionUID = 1;

  private final int number;
  private final int columns;
  private final float[] values;
  private final BlockSums sums;

  /** AdamW's, or null. */
  private final float[] firstMoment;

  private final float[] secondMoment;

  /**
   * Wraps rows without moments.
   *
   * @param number of the block
   * @param columns values of a row
   * @param values by rows; held, not copied
   * @param sums over the rows
   */
  public FactorBlock(int number, int columns, float[] values, BlockSums sums) {
    this(number, columns, values, null, null, sums);
  }

  /**
   * Wraps rows with AdamW's moments, which have the factors' shape.
   *
   * @param values by rows; held, not copied
   */
  public FactorBlock(
      int number,
      int columns,
      float[] values,
      float[] firstMoment,
      float[] secondMoment,
      BlockSums sums) {
    this.firstMoment = firstMoment;
    this.secondMoment = secondMoment;
    this.number = number;
    this.columns = columns;
    this.values = values;
    this.sums = sums;
  }

  /** Returns the block's number. */
  public int number() {
    return number;
  }

  /** Returns the number of values of a row. */
  public int columns() {
    return columns;
  }

  /** Returns the rows, one behind the other; do not write. */
  public float[] values() {
    return values;
  }

  /** Returns a copy of the first moments, 0 before the first step. */
  public float[] firstMoment() {
    return firstMoment == null ? new float[values.length] : firstMoment.clone();
  }

  /** Returns a copy of the second moments, 0 before the first step. */
  public float[] secondMoment() {
    return secondMoment == null ? new float[values.length] : secondMoment.clone();
  }

  /** Returns what the driver is told. */
  public BlockSums sums() {
    return sums;
  }

  /** Copies some rows, one behind the other. */
  public float[] select(int[] rows) {
    float[] selected = new float[rows.length * columns];
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(values, rows[k] * columns, selected, k * columns, columns);
    }
    return selected;
  }
}
