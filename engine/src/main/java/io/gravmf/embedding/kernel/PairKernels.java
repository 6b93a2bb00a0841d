package io.gravmf.embedding.kernel;

/**
 * The inner loops over pairs of points, in float32. Targets come in blocks of {@link #BLOCK}; each
 * target's sums run over the sources in order. There are two implementations, plain loops and the
 * Vector API; both round every operation alike and so give the same bits.
 *
 * <p>With a = components - 1 degrees of freedom (van der Maaten 2009, as in scikit-learn) a pair at
 * distance d has {@code q = 1 / (1 + d²/a)} and the Student-t weight {@code w = q^((a + 1) / 2)}: q
 * itself in two dimensions, q √q in three.
 */
public interface PairKernels {

  /** Targets in a block. */
  int BLOCK = 16;

  /** Sources of one call at most, to keep float32 sums short; the caller adds calls up. */
  int MAX_SOURCES = 256;

  /** Returns the smallest multiple of {@link #BLOCK} that is not below a count. */
  static int padded(int count) {
    return (count + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Sums the repulsion of sources on a block of targets t: {@code sum_s m_s w q (t - s)} and {@code
   * sum_s m_s w}.
   *
   * @param planar whether the points have two dimensions; z is not read then
   * @param tx the targets' x; the block starts at {@code target}
   * @param sx the sources' x; the first source is at {@code source}
   * @param mass how many points each source stands for
   * @param sources how many, at most {@link #MAX_SOURCES}
   * @param sums receives four times BLOCK values: the x, y and z of each target's sum, then its sum
   *     of weights; z is 0 where planar
   */
  void repel(
      boolean planar,
      float[] tx,
      float[] ty,
      float[] tz,
      int target,
      float[] sx,
      float[] sy,
      float[] sz,
      float[] mass,
      int source,
      int sources,
      float[] sums);

  /**
   * Sums the attraction of sources on a block of targets: {@code sum_s p_st q (t - s)}.
   *
   * @param probabilities row s starts at the probabilities of source s and target 0
   * @param sums receives three times BLOCK values: the x, y and z of each target's sum
   */
  void attract(
      boolean planar,
      float[] x,
      float[] y,
      float[] z,
      int target,
      float[][] probabilities,
      int source,
      int sources,
      float[] sums);
}
