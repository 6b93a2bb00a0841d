package io.gravmf.backend.cpu;

import io.gravmf.solve.SolverKernels;

/**
 * A matrix as the inner loops read it: rows of floats, padded by zeros to whole vectors. Either all
 * rows are in one array, or each is an array by itself; what a kernel wants is {@link
 * CpuKernels#rows(int, int)}'s to say.
 */
public final class PaddedRows {

  /**
   * Floats before the first row of an array that holds all of them. Behind an array's header of 16
   * bytes they make rows start on a cache line wherever the JVM aligns objects to 64 bytes ({@code
   * -XX:ObjectAlignmentInBytes=64}); elsewhere they are harmless.
   */
  public static final int LEAD = SolverKernels.LEAD;

  /** What a row costs that is an array by itself: its header, and the reference to it. */
  public static final int ARRAY_BYTES = 24;

  private final int stride;
  private final boolean separate;
  private final float[][] arrays;

  private PaddedRows(int stride, boolean separate, float[][] arrays) {
    this.stride = stride;
    this.separate = separate;
    this.arrays = arrays;
  }

  /** Returns rows of zeros in one array. */
  public static PaddedRows inOneArray(int rows, int stride) {
    return new PaddedRows(stride, false, new float[1][LEAD + rows * stride]);
  }

  /** Returns rows of zeros, an array each. */
  public static PaddedRows arrayEach(int rows, int stride) {
    return new PaddedRows(stride, true, new float[rows][stride]);
  }

  /** Returns the length of a row, padding included. */
  public int stride() {
    return stride;
  }

  /** Returns the array that holds a row. */
  public float[] array(int row) {
    return separate ? arrays[row] : arrays[0];
  }

  /** Returns where a row begins in its array. */
  public int at(int row) {
    return separate ? 0 : LEAD + row * stride;
  }

  /** Returns one value. */
  public float get(int row, int column) {
    return array(row)[at(row) + column];
  }

  /** Sets one value. */
  public void set(int row, int column, float value) {
    array(row)[at(row) + column] = value;
  }

  /** Replaces the first {@code length} values of a row by those from {@code from} on. */
  public void setRow(int row, float[] values, int from, int length) {
    System.arraycopy(values, from, array(row), at(row), length);
  }

  /** Copies the first {@code length} values of a row to {@code to}. */
  public void copyRow(int row, float[] values, int to, int length) {
    System.arraycopy(array(row), at(row), values, to, length);
  }
}
