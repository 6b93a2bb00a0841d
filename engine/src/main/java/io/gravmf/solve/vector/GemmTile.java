package io.gravmf.solve.vector;

/** Four rows by some columns of a product of small matrices; see {@link Gemm}. */
interface GemmTile {

  /**
   * Writes {@code out[outAt + i * outStride + j] = sum_k a(i, k) b[bAt + k * bStride + j]} for four
   * i and the tile's columns j, or adds {@code scale} times that to what is there.
   *
   * @param aAt element a(i, k) is {@code a[aAt + i * aRow + k * aDepth]}
   * @param depth how many k
   * @param scale unused by a tile that writes
   */
  void multiply(
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      int depth,
      float[] b,
      int bAt,
      int bStride,
      float scale,
      float[] out,
      int outAt,
      int outStride);
}
