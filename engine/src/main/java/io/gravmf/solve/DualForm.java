package io.gravmf.solve;

/**
 * How short rows are solved by a system of as many unknowns as they have ratings, c, rather than
 * factors, d.
 *
 * <p>With the shared part S and a row's own ridge on the diagonal, D, the solution is (Woodbury)
 *
 * <pre>  x = (S + D)⁻¹ Yᵀ√W a,   (s I + √W Y (S + D)⁻¹ Yᵀ √W) a = √W t.</pre>
 *
 * <p>The other side's factors are brought once into a basis in which S + D is diagonal for every
 * row.
 */
public enum DualForm {
  /** Every row is solved by a system of d unknowns. */
  NONE,
  /** S + D is diagonal as it stands, for there is no gravity. */
  DIAGONAL,
  /** All rows have the same ridge, which S contains: with {@code S = FᵀF} the basis is F⁻¹. */
  FACTORED,
  /** Rows have ridges of their own: the basis is S's eigenvectors. */
  ROTATED;

  /**
   * What solving costs, in multiplications and additions of a vector's lanes, the unit being those
   * of the rank-k update. Estimates: they choose between forms that give the same rows.
   */
  private static final double DOTS = 1.5;

  private static final double FACTOR = 1.6;
  private static final double UNKNOWN = 900;
  private static final double EIGENVECTORS = 60;

  /** Returns the form for rows of which only their kind is known. */
  public static DualForm of(boolean gravity, boolean ridgesByRow) {
    if (!gravity) {
      return DIAGONAL;
    }
    return ridgesByRow ? ROTATED : FACTORED;
  }

  /**
   * Returns the cheapest form for all rows of a side.
   *
   * @param dim unknowns of a row
   * @param fixedRows rows of the other side
   * @param gravity whether S has anything beside its diagonal
   * @param ridgesByRow whether rows have ridges of their own
   * @param offsets where each row's entries begin
   */
  public static DualForm of(
      int dim, int fixedRows, boolean gravity, boolean ridgesByRow, int[] offsets) {
    long[] rowsByCount = new long[dim + 2];
    for (int row = 0; row + 1 < offsets.length; row++) {
      rowsByCount[Math.min(dim + 1, offsets[row + 1] - offsets[row])]++;
    }
    return ofCounts(dim, fixedRows, gravity, ridgesByRow, rowsByCount);
  }

  /**
   * Returns the cheapest form for all rows of a side.
   *
   * @param dim unknowns of a row
   * @param fixedRows rows of the other side
   * @param gravity whether S has anything beside its diagonal
   * @param ridgesByRow whether rows have ridges of their own
   * @param rowsByCount how many rows have 0, 1, … d and, last, more entries
   */
  public static DualForm ofCounts(
      int dim, int fixedRows, boolean gravity, boolean ridgesByRow, long[] rowsByCount) {
    DualForm form = of(gravity, ridgesByRow);
    int longest = form.longest(dim);
    double saved = 0;
    for (int count = 1; count <= longest; count++) {
      saved += rowsByCount[count] * (primal(dim, count) - form.dual(dim, count));
    }
    return saved > form.preparation(dim, fixedRows) ? form : NONE;
  }

  /** Returns the most ratings that a row of d factors has in this form. */
  public int longest(int dim) {
    if (this == NONE) {
      return 0;
    }
    if (this == DIAGONAL) {
      // Without a ridge, fewer ratings than factors determine nothing but a shortest solution.
      return dim;
    }
    int count = 0;
    while (count < dim && dual(dim, count + 1) < primal(dim, count + 1)) {
      count++;
    }
    return count;
  }

  private static double primal(double dim, double count) {
    return count * dim * dim / 2 + FACTOR * dim * dim * dim / 6 + UNKNOWN * dim;
  }

  private double dual(double dim, double count) {
    double back = this == DIAGONAL ? 0 : dim * dim;
    return DOTS * count * count * dim / 2
        + FACTOR * count * count * count / 6
        + UNKNOWN * count
        + 2 * count * dim
        + back;
  }

  private double preparation(double dim, double fixedRows) {
    return switch (this) {
      case NONE, DIAGONAL -> 0;
      case FACTORED -> fixedRows * dim * dim + 8 * dim * dim * dim;
      case ROTATED -> fixedRows * dim * dim + EIGENVECTORS * dim * dim * dim;
    };
  }
}
