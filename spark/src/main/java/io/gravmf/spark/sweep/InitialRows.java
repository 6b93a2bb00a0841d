package io.gravmf.spark.sweep;

import java.io.Serializable;

/** What training starts from, row by row. Sent to every executor. */
@FunctionalInterface
public interface InitialRows extends Serializable {

  /** Writes the rows of one side's block. */
  @FunctionalInterface
  interface Writer {

    /** Writes the d factors of a row, and its bias where there are biases, to a place. */
    void write(int row, float[] values, int at);
  }

  /** Returns a writer of rows of a side, for one thread. */
  Writer of(int side);
}
