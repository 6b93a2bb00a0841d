package io.gravmf.solve;

/**
 * What makes a solved row a draw: row i is from N(m_i, (τS)⁻¹) beforehand, S being what its side's
 * systems share, and entries are from N(x . y, 1/(τ w)).
 *
 * @param means m by row in the kernels' layout, with room for a multiple of {@link #BATCH} rows
 * @param deviation 1/√τ
 * @param normals standard normal numbers
 */
@SuppressWarnings("ArrayRecordComponent") // identity, not equality, is what owners pass on
public record RowPrior(float[] means, float deviation, Normals normals) {

  /** Rows whose means are taken over together. */
  public static final int BATCH = 16;

  /** Gives standard normal numbers; by one thread at a time. */
  public interface Normals {

    /**
     * Writes a row's first numbers, the same for every call.
     *
     * @param out receives {@code count} numbers
     */
    void fill(int row, int count, float[] out);
  }

  /** Returns the floats that means of so many rows take. */
  public static int size(int rows, int stride) {
    return SolverKernels.LEAD + (rows + BATCH - 1) / BATCH * BATCH * stride;
  }
}
