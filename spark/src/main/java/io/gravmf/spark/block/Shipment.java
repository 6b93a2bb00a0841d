package io.gravmf.spark.block;

import java.io.Serializable;

/** Rows of factors on their way from a block of one side to a block of the other. */
public final class Shipment implements Serializable {

  private static final long serialVersionUID = 1;

  private final int source;
  private final float[] values;

  /** Wraps rows that a block sends. */
  public Shipment(int source, float[] values) {
    this.source = source;
    this.values = values;
  }

  /** Returns the block that they are from. */
  public int source() {
    return source;
  }

  /** Returns the rows, one behind the other; do not write. */
  public float[] values() {
    return values;
  }
}
